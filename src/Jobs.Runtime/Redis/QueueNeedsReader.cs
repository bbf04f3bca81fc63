using Jobs.Store;
using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>Reads what <c>upkeep.lua</c> answers.</summary>
internal static class QueueNeedsReader
{
    public static QueueNeeds Read(RespResult reply)
    {
        var reader = reply.Read();
        var numbers = new long[6];
        for (var i = 0; i < numbers.Length; i++)
        {
            reader.MoveNext();
            numbers[i] = reader.ReadInt64();
        }

        reader.MoveNext();
        return new QueueNeeds
        {
            IsKnown = numbers[0] != 0,
            IsMine = numbers[1] != 0,
            Left = TimeSpan.FromMilliseconds(numbers[2]),
            Sweep = numbers[3] != 0,
            Work = numbers[4] != 0,
            Check = numbers[5] != 0,
            Kinds = Resp.Bytes(ref reader),
        };
    }
}
