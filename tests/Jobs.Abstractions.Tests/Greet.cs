using MessagePack;

namespace Jobs.Abstractions.Tests;

/// <summary>A payload with its half written by hand, as the generator would: what these tests need of one and no more.</summary>
internal sealed record Greet(string To) : IJob<Greet>
{
    public static JobDefinition Definition { get; } = new("greet") { Aliases = ["hello", "say-hello"] };

    public static void Write(ref MessagePackWriter writer, Greet value)
    {
        writer.WriteMapHeader(1);
        writer.Write(nameof(To));
        writer.Write(value.To);
    }

    public static Greet Read(ref MessagePackReader reader)
    {
        var members = reader.ReadMapHeader();
        if (members != 1 || reader.ReadString() != nameof(To))
            throw new MessagePackSerializationException("greet: 'To' is missing");
        return new(reader.ReadString() ?? "");
    }
}

/// <summary>Has the name that <see cref="Greet"/> had once.</summary>
internal sealed record Shout : IJob<Shout>
{
    public static JobDefinition Definition { get; } = new("say-hello");

    public static void Write(ref MessagePackWriter writer, Shout value) => writer.WriteMapHeader(0);

    public static Shout Read(ref MessagePackReader reader)
    {
        reader.Skip();
        return new();
    }
}

/// <summary>A payload whose handler returns the sum of its numbers.</summary>
internal sealed record Add(int A, int B) : IJob<Add, int>
{
    public static JobDefinition Definition { get; } = new("add");

    public static void Write(ref MessagePackWriter writer, Add value)
    {
        writer.WriteArrayHeader(2);
        writer.Write(value.A);
        writer.Write(value.B);
    }

    public static Add Read(ref MessagePackReader reader) =>
        reader.ReadArrayHeader() == 2 ? new(reader.ReadInt32(), reader.ReadInt32()) : throw new MessagePackSerializationException("add: two numbers");

    public static void WriteResult(ref MessagePackWriter writer, int value) => writer.Write(value);

    public static int ReadResult(ref MessagePackReader reader) => reader.ReadInt32();
}
