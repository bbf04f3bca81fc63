namespace Jobs;

/// <summary>The ids of log events. An id is a promise: one that is retired never gets a second meaning.</summary>
internal static class LogIds
{
    public const int EnqueueHeldUp = 1000;
    public const int EnqueueAgain = 1001;
    public const int QueueNotListed = 1002;
    public const int EnqueueRefused = 1003;
    public const int EnqueueDefect = 1004;
    public const int ClockDefect = 1005;
    public const int QueuesNotListed = 1006;
    public const int QueueUnlisted = 1007;

    public const int WorkerStarts = 1100;
    public const int WorkerStopped = 1101;
    public const int SessionOpened = 1102;
    public const int JoinFailed = 1103;
    public const int TurnFailed = 1104;
    public const int TurnsAgain = 1105;
    public const int SessionRecovered = 1106;
    public const int OutcomeRefused = 1107;
    public const int RenewalFailed = 1108;
    public const int LeaveFailed = 1109;
    public const int Recovered = 1110;
    public const int Quarantined = 1111;
    public const int MaintenanceFailed = 1112;
    public const int LoopFailed = 1113;
    public const int Interrupting = 1114;
    public const int LeftBehind = 1115;
    public const int CallbackFailed = 1116;
    public const int LeftWithJobs = 1117;
    public const int RequeuedUnstarted = 1125;
    public const int Parked = 1126;
    public const int Untellable = 1127;
    public const int TooLargeToFetch = 1128;
    public const int OutcomeNotTold = 1130;
    public const int SlotRunnerFailed = 1131;
    public const int ServicesGone = 1132;

    public const int Completed = 1200;
    public const int Failed = 1201;
    public const int Died = 1202;
    public const int Cancelled = 1203;
    public const int Snoozed = 1204;
    public const int Interrupted = 1205;
    public const int Undecodable = 1206;
    public const int Unhandled = 1207;
    public const int HandlerIgnoresToken = 1208;
    public const int HookFailed = 1209;
    public const int ScopeFailed = 1210;
    public const int Broken = 1211;
    public const int HandlerNotDisposed = 1212;
    public const int EndedTooLate = 1213;
    public const int LeftBehindSettled = 1214;
    public const int HooksLeftBehind = 1215;
    public const int HooksToldLess = 1216;
    public const int TooNew = 1230;
    public const int NotUnderstood = 1231;

    public const int ConnectionLost = 1500;
    public const int ConnectionRestored = 1501;
    public const int NotClosed = 1502;
    public const int PrimaryNotFound = 1503;
    public const int NotServed = 1504;
    public const int StillNotServed = 1505;
    public const int ServedAgain = 1506;
    public const int LayoutRefused = 1507;
    public const int LayoutKnown = 1508;
    public const int LayoutNotRead = 1509;
    public const int StartsWithoutRedis = 1520;
    public const int RedisAnswers = 1521;
    public const int CannotWork = 1522;
    public const int PolicyUnknown = 1523;
    public const int EvictionAllowed = 1524;
    public const int QueueNotServed = 1525;
    public const int NoAppendOnlyFile = 1526;
    public const int AppendOnlyFile = 1527;
    public const int AskedInVain = 1528;
    public const int ManifestNotPublished = 1530;
    public const int InfoDenied = 1531;
    public const int EvictsOthersOnly = 1532;
    public const int MayOnlyLook = 1533;
    public const int SectionUnknown = 1534;
    public const int PersistenceUnknown = 1540;
    public const int TypesWithoutGeneratedCode = 1545;
}
