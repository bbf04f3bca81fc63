using System.Globalization;
using Jobs.Generators.Model;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;

namespace Jobs.Generators.Parsing;

/// <summary>Finds the wire form of a type and of all it reaches, once each. One object per job.</summary>
internal sealed class TypeParser(
    KnownTypes known, string job, Action<Diagnostic>? report, CancellationToken cancellationToken, Action<string, INamedTypeSymbol>? reached = null)
{
    /// <summary>As deep as a worker reads: a graph of types that goes deeper could not be read back, and a generic one may have no end.</summary>
    private const int MaxDepth = 64;

    private readonly Dictionary<string, int> indexes = new(StringComparer.Ordinal);
    private readonly List<CodecModel?> codecs = [];
    private readonly Dictionary<string, EnumModel> enums = new(StringComparer.Ordinal);
    private int depth;

    public KnownTypes Known { get; } = known;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>Somebody wants to know what is wrong.</summary>
    public bool Reports => report is not null;

    /// <summary>Something reached is not valid, so nothing is to be generated.</summary>
    public bool Failed { get; private set; }

    /// <summary>The codecs in the order in which the types were reached. Complete only if nothing failed.</summary>
    public IEnumerable<CodecModel> Codecs => codecs.OfType<CodecModel>();

    /// <summary>The enums that were reached, by name.</summary>
    public IEnumerable<EnumModel> Enums => enums.Values.OrderBy(static e => e.TypeName, StringComparer.Ordinal);

    public void Report(DiagnosticDescriptor rule, Place place, params object[] arguments)
    {
        Failed |= rule.DefaultSeverity == DiagnosticSeverity.Error;
        report?.Invoke(Diagnostic.Create(rule, place.Location, [job, .. arguments]));
    }

    /// <summary>A warning that names no job.</summary>
    public void Warn(DiagnosticDescriptor rule, Place place, params object[] arguments) => report?.Invoke(Diagnostic.Create(rule, place.Location, arguments));

    /// <returns>Null: not supported, and reported.</returns>
    public TypeRef? Parse(ITypeSymbol type, Place place)
    {
        CancellationToken.ThrowIfCancellationRequested();
        if (type.TypeKind == TypeKind.Error || type.BaseType is { TypeKind: TypeKind.Error })
        {
            Failed = true; // the compiler says it better
            return null;
        }

        if (KnownShapes.LeafOf(type) is var leaf and not Leaf.None)
        {
            return new TypeRef(type.Name(), WireKind.Leaf, type.IsReferenceType) { Leaf = leaf };
        }

        if (WayOut.Of(type, Known.Compilation) is { } wayOut)
        {
            Report(Rule.UnsupportedType, place, place.ToString(), type.Display(), wayOut + place.StayBehind);
            return null;
        }

        return type switch
        {
            INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } number } => Enum(type, KnownShapes.LeafOf(number)),
            INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable =>
                Parse(nullable.TypeArguments[0], place) is { } inner ? new TypeRef(type.Name(), WireKind.Nullable, IsReference: false) { Inner = inner } : null,
            _ => WithCodec(type, place),
        };
    }

    private TypeRef Enum(ITypeSymbol type, Leaf number)
    {
        var self = new TypeRef(type.Name(), WireKind.Enum, IsReference: false) { Leaf = number };
        if (!enums.ContainsKey(self.Name))
        {
            var values = type.GetMembers().OfType<IFieldSymbol>().Where(static f => f.HasConstantValue)
                .Select(static f => new EnumValue(f.Name, Convert.ToString(f.ConstantValue, CultureInfo.InvariantCulture)));
            enums.Add(self.Name, new EnumModel(self.Name, type.Display(), number, values.ToEquatable()));
        }

        return self;
    }

    private TypeRef? WithCodec(ITypeSymbol type, Place place)
    {
        var self = new TypeRef(type.Name(), WireKind.Codec, type.IsReferenceType);
        if (indexes.ContainsKey(self.Name))
        {
            return self; // known, or further up: the type is recursive
        }

        if (depth == MaxDepth)
        {
            Report(Rule.UnsupportedType, place, place.ToString(), type.Display(), $"it is more than {MaxDepth} types deep; flatten it");
            return null;
        }

        indexes.Add(self.Name, codecs.Count);
        codecs.Add(null);
        depth++;
        codecs[indexes[self.Name]] = ParseCodec(type, self, place);
        depth--;
        return self;
    }

    private bool CanBeSorted(ITypeSymbol collection, ITypeSymbol item, Place place)
    {
        if (Ordering.Incomparable(item) is not { } incomparable)
        {
            return true;
        }

        Report(Rule.UnsupportedType, place, place.ToString(), collection.Display(),
            $"it is sorted, and '{incomparable.Display()}' does not say how its values compare: let it implement IComparable<{incomparable.Name}>, or use a collection that is not sorted");
        return false;
    }

    private CodecModel? ParseCodec(ITypeSymbol type, TypeRef self, Place place)
    {
        var display = type.Display();
        if (KnownShapes.SequenceOf(type) is { } sequence)
        {
            var item = type is IArrayTypeSymbol array ? array.ElementType : ((INamedTypeSymbol)type).TypeArguments[0];
            return Parse(item, place) is { } element && (!Ordering.IsSorted(sequence) || CanBeSorted(type, item, place)) ? new SequenceCodec(self, display, sequence, element) : null;
        }

        if (KnownShapes.MapOf(type) is { } map)
        {
            var arguments = ((INamedTypeSymbol)type).TypeArguments;
            var key = Parse(arguments[0], place);
            var value = Parse(arguments[1], place);
            return key is null || value is null || (Ordering.IsSorted(map) && !CanBeSorted(type, arguments[0], place)) ? null : new MapCodec(self, display, map, key, value);
        }

        var named = (INamedTypeSymbol)type;
        if (KnownShapes.TupleOf(type) is { } names)
        {
            var items = named.TypeArguments.Select(t => Parse(t, place)).OfType<TypeRef>().ToEquatable();
            return items.Count == names.Length ? new TupleCodec(self, display, items, names.ToEquatable()) : null;
        }

        reached?.Invoke(self.Name, named);
        return named.IsAbstract ? UnionParser.Parse(named, self, place, this) : ObjectParser.Parse(named, self, place, this);
    }
}
