// JOB3010: A payload carries bytes without a bound
using System.ComponentModel.DataAnnotations;

namespace Samples.JOB3010;

#if BAD
[Job("job3010.resize-image", TimeoutSeconds = 60)]
public sealed partial record ResizeImage(string Name, byte[] Content); // JOB3010

[Job("job3010.verify-image", TimeoutSeconds = 60)]
public sealed partial record VerifyImage(byte[] Hash, ReadOnlyMemory<byte> Preview); // JOB3010
#else
[Job("job3010.resize-image", TimeoutSeconds = 60)]
public sealed partial record ResizeImage(string Name, Uri Content);

[Job("job3010.verify-image", TimeoutSeconds = 60)]
public sealed partial record VerifyImage(byte[] Hash, [property: MaxLength(4096)] ReadOnlyMemory<byte> Preview);
#endif
