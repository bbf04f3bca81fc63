#if JOBS_NEXT
namespace Jobs.Client;

/// <summary>What the next version, as the tests make it (<c>-p:JobsNext=true</c>), stores with jobs whose header <c>next</c> asks for it.</summary>
internal static class NextExtensions
{
    private static readonly byte[] Text = [0xA4, .. "next"u8];
    private static readonly EnvelopeExtension[] Note = [new(ExtensionKey.Note, Text)];
    private static readonly EnvelopeExtension[] Needed = [new(ExtensionKey.Needed, Text), new(ExtensionKey.Note, Text)];

    public static EnvelopeExtension[] Of(EnqueueOptions? options) => options?.Headers?.GetValueOrDefault("next") switch
    {
        "note" => Note,
        "needed" => Needed,
        _ => [],
    };
}
#endif
