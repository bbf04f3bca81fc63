using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Finds mails, requests, payments and messages after a commit, in a method that returns early where it finds the work done: the retry of
/// an attempt that died between commit and effect takes that way out.</summary>
internal sealed class EffectLostAfterCommit() : EffectRule(Rule.EffectLostAfterCommit)
{
    private static readonly Api Commits = new(
        "System.Data.IDbTransaction Commit",
        "System.Data.Common.DbTransaction Commit CommitAsync",
        "Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction Commit CommitAsync",
        "System.Transactions.TransactionScope Complete");

    public override Effect? Find(IOperation operation, HandlerBody body)
    {
        if (operation is not IInvocationOperation call || !IsExternal(call, body))
        {
            return null;
        }

        var commit = body.Calls.LastOrDefault(c => c.Syntax.Span.End <= call.Syntax.SpanStart && (Ef.IsSave(c) || Commits.Has(c.TargetMethod)) && !IsInStep(c));
        return commit is not null && body.All.OfType<IConditionalOperation>().Any(g => g.Syntax.Span.End <= commit.Syntax.SpanStart && ReturnsWhenDone(g, body))
            ? new Effect(call.Syntax, call.Display()) : null;
    }

    private static bool IsExternal(IInvocationOperation call, HandlerBody body) =>
        MessageSentAgain.IsSend(call) || MessagePublishedWithoutId.Publishes.Has(call.TargetMethod)
        || PaymentWithoutKey.IsPayment(call, body) || HttpRequestWithoutKey.IsChange(call, body);

    /// <summary><c>if (await db.Orders.AnyAsync(…)) return;</c>, or with its answer in a variable that is not just asked whether it is null.</summary>
    private static bool ReturnsWhenDone(IConditionalOperation guard, HandlerBody body) =>
        Returns(guard.WhenTrue) && (Asks(guard.Condition)
            || guard.Condition.DescendantsAndSelf().OfType<ILocalReferenceOperation>().Any(l => !Look.IsMissing(guard.Condition) && body.ValueOf(l.Local) is { } value && Asks(value)));

    private static bool Returns(IOperation? branch) => branch switch
    {
        IReturnOperation => true,
        IBlockOperation block => block.Operations.LastOrDefault() is IReturnOperation,
        _ => false,
    };

    private static bool Asks(IOperation condition) => condition is not IUnaryOperation && !Look.IsMissing(condition)
        && condition.DescendantsAndSelf().Any(static o => o is IInvocationOperation call && Ef.IsQuestion(call));

    private static bool IsInStep(IOperation operation)
    {
        for (var at = operation.Parent; at is not null; at = at.Parent)
        {
            if (at is IInvocationOperation { TargetMethod: var method } && Generators.Parsing.StepParser.IsStep(method))
            {
                return true;
            }
        }

        return false;
    }
}
