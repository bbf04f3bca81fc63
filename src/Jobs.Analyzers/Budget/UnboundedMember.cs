using System.Collections.Immutable;
using Jobs.Generators.Model;
using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Jobs.Analyzers.Budget;

/// <summary>Finds bytes and collections in payloads that state no <c>[MaxLength]</c>. Bytes whose name says that they are short (a hash, a key, a token), and
/// collections of an enum's values, are left alone.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class UnboundedMember : LibraryAnalyzer
{
    private static readonly string[] Short = ["hash", "checksum", "digest", "signature", "key", "token", "salt", "nonce", "iv", "mac", "id", "uid", "version", "etag", "sha", "md5", "stamp", "address", "guid", "uuid", "fingerprint", "thumbprint", "certificate", "cert", "secret", "password", "seed", "challenge", "cursor", "code", "mask", "crc", "color", "pixel", "flags", "bits", "ip", "nonce", "proof", "entropy", "pin", "otp"];

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule.UnboundedBytes, Rule.UnboundedCollection];

    protected override void Start(CompilationStartAnalysisContext start, KnownTypes known) =>
        start.RegisterSymbolAction(
            at =>
            {
                if (!known.IsJob(at.Symbol))
                {
                    return;
                }

                foreach (var (member, type) in PayloadMembers.Of((INamedTypeSymbol)at.Symbol))
                {
                    if (RuleFor(member, type) is { } rule && !PayloadMembers.HasBound(member))
                    {
                        at.ReportDiagnostic(Diagnostic.Create(rule, member.Where(), member.Name));
                    }
                }
            },
            SymbolKind.NamedType);

    private static DiagnosticDescriptor? RuleFor(ISymbol member, ITypeSymbol type)
    {
        var plain = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;
        return KnownShapes.LeafOf(plain) switch
        {
            Leaf.ByteArray or Leaf.MemoryOfByte or Leaf.ReadOnlyMemoryOfByte or Leaf.ArraySegmentOfByte =>
                member.Name.HasWord(Short) || Short.Any(s => s.Length > 3 && (member.Name.EndsWith(s, StringComparison.OrdinalIgnoreCase) || member.Name.StartsWith(s, StringComparison.OrdinalIgnoreCase))) ? null : Rule.UnboundedBytes,
            Leaf.None when plain is INamedTypeSymbol { TypeArguments: [{ TypeKind: TypeKind.Enum }] } or IArrayTypeSymbol { ElementType.TypeKind: TypeKind.Enum } => null,
            Leaf.None when KnownShapes.SequenceOf(plain) is not null || KnownShapes.MapOf(plain) is not null => Rule.UnboundedCollection,
            _ => null,
        };
    }
}
