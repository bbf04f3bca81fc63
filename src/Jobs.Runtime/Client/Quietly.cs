namespace Jobs.Client;

/// <summary>Logging where nothing may come out of it: an application's log that throws costs its line, not the caller that waits.</summary>
internal static class Quietly
{
    public static void Log(Action line)
    {
        try
        {
            line();
        }
        catch (Exception)
        {
            // There is no other place to say it.
        }
    }
}
