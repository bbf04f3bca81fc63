using Jobs.Embedded.Persistence;
using Tsavorite.core;

namespace Jobs.Embedded.Tests;

/// <summary>A disk that is full when a test says so.</summary>
internal sealed class FailingDisk
{
    public const string Reason = "No space left on device";

    private volatile bool isFull;

    public bool IsFull
    {
        get => isFull;
        set => isFull = value;
    }

    public IDevice Wrap(IDevice device) => new File(device, this);

    private sealed class File(IDevice inner, FailingDisk disk) : DelegatingDevice(inner)
    {
        public override void WriteAsync(IntPtr sourceAddress, int segmentId, ulong destinationAddress, uint numBytesToWrite, DeviceIOCompletionCallback callback, object context)
        {
            if (!Fails(callback, context))
                base.WriteAsync(sourceAddress, segmentId, destinationAddress, numBytesToWrite, callback, context);
        }

        public override void WriteAsync(IntPtr alignedSourceAddress, ulong alignedDestinationAddress, uint numBytesToWrite, DeviceIOCompletionCallback callback, object context)
        {
            if (!Fails(callback, context))
                base.WriteAsync(alignedSourceAddress, alignedDestinationAddress, numBytesToWrite, callback, context);
        }

        private bool Fails(DeviceIOCompletionCallback callback, object context)
        {
            var fails = disk.IsFull; // once: a test changes it while writes are under way
            if (fails)
                callback(28, 0, context, new IOException(Reason));
            return fails;
        }
    }
}
