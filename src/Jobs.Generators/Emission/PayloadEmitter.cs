using Jobs.Generators.Model;

namespace Jobs.Generators.Emission;

/// <summary>Opens the declarations around and of a payload, as often as it has generated parts.</summary>
internal static class PayloadEmitter
{
    public static void Within(CodeWriter code, PayloadModel payload, Action body, int level = 0)
    {
        if (level == payload.Containers.Count)
        {
            body();
            return;
        }

        using (code.Block(payload.Containers[level]))
        {
            Within(code, payload, body, level + 1);
        }
    }
}
