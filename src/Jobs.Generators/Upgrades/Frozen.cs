using Jobs.Generators.Contracts;
using Jobs.Generators.Model;

namespace Jobs.Generators.Upgrades;

/// <summary>An earlier version of a payload, as types of their own that nobody edits.</summary>
/// <param name="Root">The type that stands for the whole payload: <c>global::Shop.SendEmail.V1</c>.</param>
/// <param name="Codecs">Of the declared types, and of the collections they hold.</param>
internal sealed record FrozenVersion(int Version, TypeRef Root, EquatableArray<FrozenType> Types, EquatableArray<CodecModel> Codecs);

/// <summary>One declared type, nested in the payload.</summary>
/// <param name="Name">As C# text: <c>V1Line</c>.</param>
/// <param name="Display">What it is a frozen copy of.</param>
/// <param name="Number">An enum's, as C# text.</param>
/// <param name="Bases">The frozen unions it is a case of, as C# text.</param>
/// <param name="Members">Of an object.</param>
/// <param name="Values">Of an enum: <c>Red = 0</c>.</param>
internal sealed record FrozenType(
    string Name, string Display, ContractForm Form, string Number, EquatableArray<string> Bases, EquatableArray<MemberModel> Members, EquatableArray<string> Values);
