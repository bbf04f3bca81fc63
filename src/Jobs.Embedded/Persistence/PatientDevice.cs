using Tsavorite.core;

namespace Jobs.Embedded.Persistence;

/// <summary>A file whose writes are repeated until they succeed. Garnet's log gives up for ever at the first write that fails; here it
/// only waits, and <see cref="LogDisk"/> keeps new writes away meanwhile.</summary>
internal sealed class PatientDevice(IDevice inner, LogDisk disk, TimeProvider time) : DelegatingDevice(inner)
{
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMilliseconds(250);

    public override void WriteAsync(IntPtr sourceAddress, int segmentId, ulong destinationAddress, uint numBytesToWrite, DeviceIOCompletionCallback callback, object context) =>
        new Write(this, done => Inner.WriteAsync(sourceAddress, segmentId, destinationAddress, numBytesToWrite, done, null), callback, context).Try();

    public override void WriteAsync(IntPtr alignedSourceAddress, ulong alignedDestinationAddress, uint numBytesToWrite, DeviceIOCompletionCallback callback, object context) =>
        new Write(this, done => Inner.WriteAsync(alignedSourceAddress, alignedDestinationAddress, numBytesToWrite, done, null), callback, context).Try();

    /// <summary>One write. Its memory stays as it is until the callback, so it can be repeated.</summary>
    private sealed class Write(PatientDevice device, Action<DeviceIOCompletionCallback> write, DeviceIOCompletionCallback callback, object context)
    {
        private bool hasFailed;

        public void Try() => write(Done);

        private void Done(uint errorCode, uint numBytes, object _, Exception? error)
        {
            var isWritten = errorCode == 0 && error is null;
            if (isWritten || !device.WaitsForSpace())
            {
                if (isWritten && hasFailed)
                    device.Written();
                callback(errorCode, numBytes, context, error);
                return;
            }
            var reason = error?.Message ?? $"Error {errorCode}.";
            if (hasFailed)
                device.StillFailing(reason);
            else
                device.Failed(reason);
            hasFailed = true;
            _ = AgainAsync();
        }

        private async Task AgainAsync()
        {
            await Task.Delay(TryAgainAfter, device.Time).ConfigureAwait(false);
            Try();
        }
    }

    private TimeProvider Time => time;

    private bool WaitsForSpace() => disk.IsPatient;

    private void Failed(string reason) => disk.Failed(reason);

    private void StillFailing(string reason) => disk.StillFailing(reason);

    private void Written() => disk.Written();
}
