using Tsavorite.core;

namespace Jobs.Embedded.Persistence;

/// <summary>Makes the files of Garnet: those of the log are patient, those of a snapshot fail at once and leave the log as it is.</summary>
/// <param name="folder">The data folder.</param>
/// <param name="disk">What is known of the disk of the log.</param>
/// <param name="time">Counts the pause between two tries.</param>
/// <param name="wrap">What stands between a file and the system; tests let it fail.</param>
internal sealed class PatientDevices(string folder, LogDisk disk, TimeProvider time, Func<IDevice, IDevice>? wrap) : INamedDeviceFactoryCreator
{
    private readonly string log = Path.Combine(folder, DataFolder.Log);

    // The managed files: the native ones need libaio, and end the process where it is missing. Without a logger: it would say each failed write.
    private readonly LocalStorageNamedDeviceFactoryCreator local = new(deviceType: DeviceType.RandomAccess);

    public INamedDeviceFactory Create(string baseName) => new Factory(this, local.Create(baseName), baseName);

    private IDevice Wrap(IDevice device, string directory)
    {
        var file = wrap?.Invoke(device) ?? device;
        return Path.GetFullPath(directory).StartsWith(log, StringComparison.Ordinal) ? new PatientDevice(file, disk, time) : file;
    }

    private sealed class Factory(PatientDevices devices, INamedDeviceFactory inner, string baseName) : INamedDeviceFactory
    {
        public IDevice Get(FileDescriptor fileInfo) => devices.Wrap(inner.Get(fileInfo), Path.Combine(baseName, fileInfo.directoryName));

        public void Delete(FileDescriptor fileInfo) => inner.Delete(fileInfo);

        public IEnumerable<FileDescriptor> ListContents(string path) => inner.ListContents(path);

        public uint GetSectorSize(FileDescriptor fileInfo) => inner.GetSectorSize(fileInfo);
    }
}
