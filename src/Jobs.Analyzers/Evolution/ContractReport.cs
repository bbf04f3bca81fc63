using System.Collections.Immutable;
using Jobs.Generators.Contracts;
using Jobs.Generators.Model;
using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;

namespace Jobs.Analyzers.Evolution;

/// <summary>Says what of one job is not as the file has it, and what to do.</summary>
internal sealed class ContractReport(INamedTypeSymbol type, JobModel job, Compilation compilation, Action<Diagnostic> report)
{
    /// <summary>Properties of the diagnostics, for the fixes.</summary>
    public const string Was = "was";
    public const string Is = "is";

    private const int ShownDifferences = 3;

    private readonly ContractJob now = ContractBuilder.Build(job);

    public void Against(ContractFile? file)
    {
        if (file is null)
        {
            Report(Rule.NoContractFile, type.Where(), now.Name);
        }

        var history = ContractHistory.Of(file ?? ContractFile.Empty, now.Name, now.Aliases);
        if (VersionProblem(history) is { } problem)
        {
            Report(Rule.VersionDoesNotFollow, type.Where(), now.Name, now.Version, problem);
        }
        else if (file is not null)
        {
            Compare(history, file);
        }
    }

    private string? VersionProblem(ContractHistory history)
    {
        if (history.Versions.Count == 0)
        {
            return now.Version == 1 ? null
                : $"jobs.contracts.txt has nothing of it, so jobs of version {now.Version - 1} could not be read: restore their lines, or begin with version 1";
        }

        if (history.Highest > now.Version)
        {
            return $"jobs.contracts.txt has version {history.Highest}, of which jobs may be stored: set Version = {history.Highest}, or {history.Highest + 1} if the payload has changed since";
        }

        var missing = Enumerable.Range(history.Versions[0].Version, now.Version - history.Versions[0].Version).Where(v => history[v] is null).ToList();
        return missing.Count == 0 ? null
            : missing[0] > history.Highest ? $"jobs.contracts.txt ends with version {history.Highest}: set Version = {history.Highest + 1}"
            : $"jobs.contracts.txt has nothing of version {missing[0]}, so jobs of it could not be read: restore its lines";
    }

    private void Compare(ContractHistory history, ContractFile file)
    {
        var changes = history[now.Version] is { } stored ? ContractComparer.Compare(stored, now) : [];
        foreach (var change in changes)
        {
            Report(change);
        }

        if (changes.Count == 0 && Differences(history) is { Length: > 0 } differences && !IsRenamed(history, file))
        {
            Report(Rule.ContractIsNotAccepted, type.Where(), now.Name, differences);
        }
    }

    /// <summary>A name that is not in the file, on a type that is there under another: an alias is missing, which is said elsewhere.</summary>
    private bool IsRenamed(ContractHistory history, ContractFile file) => history.Versions.Count == 0 && file.Jobs.Any(j => j.Type == now.Type);

    private string Differences(ContractHistory history)
    {
        if (history.Versions.Count == 0)
        {
            return "the job is not in it";
        }

        if (history[now.Version] is not { } stored)
        {
            return $"version {now.Version} is not in it";
        }

        if (history.Name != now.Name)
        {
            return $"it knows the job as '{history.Name}'";
        }

        var start = ContractText.Start(now.Name, now.Version).Length;
        var (before, after) = (ContractText.Lines(stored).ToList(), ContractText.Lines(now).ToList());
        var added = after.Except(before).Select(l => "+ " + l.Substring(start)).ToList();
        var all = added.Concat(before.Except(after).Select(l => "- " + l.Substring(start))).ToList();
        return string.Join(", ", all.Take(ShownDifferences)) + (all.Count > ShownDifferences ? $", and {all.Count - ShownDifferences} more" : "");
    }

    private void Report(ContractChange change)
    {
        var next = $"set Version = {now.Version + 1} and write 'Upgrade(V{now.Version} old)'";
        var member = change.Path.Length == 0 ? "the payload" : $"member '{change.Path}'";
        var where = WhereOf(change.Path);
        switch (change.Kind)
        {
            case ChangeKind.Removed:
                ReportGone(change, next);
                break;
            case ChangeKind.Retyped:
                Report(Rule.StoredMemberIsRetyped, where, now.Name, member, change.Text, $"keep the type and add a member of the new one, or {next}");
                break;
            case ChangeKind.Required:
                Report(Rule.MemberIsNewlyRequired, where, now.Name, change.Path, change.Text, $"give it a default or declare it nullable, or {next}");
                break;
            case ChangeKind.Meaning:
                Report(Rule.StoredValueHasChanged, where, now.Name, member, change.Text, $"keep it and add another, or {next}");
                break;
            default:
                Report(Rule.ResultHasChanged, type.Where(), now.Name, change.Text,
                    $"results that are stored and callers of an earlier build have the old one; make a job with another name, or, where nobody waits, {next}");
                break;
        }
    }

    private void ReportGone(ContractChange change, string next)
    {
        var was = change.Path.Substring(change.Path.LastIndexOf('.') + 1);
        var wayOut = change.SeemsToBe is { } name ? $"if it is '{name}' now, store that as before with [Key(\"{was}\")]; else keep it, or {next}" : $"keep it, or {next}";
        var properties = ImmutableDictionary<string, string?>.Empty;
        if (change.SeemsToBe is not null && was == change.Path) // the payload's own: within reach of a fix
        {
            properties = properties.Add(Was, was).Add(Is, change.SeemsToBe);
        }

        var where = properties.IsEmpty ? type.Where() : WhereOf(change.SeemsToBe!);
        report(Diagnostic.Create(Rule.StoredMemberIsGone, where, properties, now.Name, change.Path, change.Text, wayOut));
    }

    private void Report(DiagnosticDescriptor rule, Location where, params object[] arguments) => report(Diagnostic.Create(rule, where, arguments));

    /// <summary>The payload's own member where it is one, in this compilation's files; else the payload.</summary>
    private Location WhereOf(string path)
    {
        var name = (job.Codec as ObjectCodec)?.Members.FirstOrDefault(m => m.WireName == path)?.Name.TrimStart('@');
        var location = name is null ? null : type.GetMembers(name).FirstOrDefault()?.Where();
        return location is { SourceTree: { } tree } && compilation.ContainsSyntaxTree(tree) ? location : type.Where();
    }
}
