namespace Jobs.Embedded;

/// <summary>An <see cref="EmbeddedRedis"/> could not start. The message names the port or folder and says what to do; nothing keeps running.</summary>
public sealed class EmbeddedRedisException(string message, Exception? innerException = null) : Exception(message, innerException);
