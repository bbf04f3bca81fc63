namespace Jobs.Generators.Model;

/// <summary>An enum that a job reaches.</summary>
/// <param name="TypeName">As <see cref="TypeRef.Name"/>.</param>
/// <param name="Display">As an error message names it.</param>
/// <param name="Number">What it is on the wire.</param>
internal sealed record EnumModel(string TypeName, string Display, Leaf Number, EquatableArray<EnumValue> Values);

/// <summary>One of its values.</summary>
/// <param name="Number">As text, so that all 64 bits have a place.</param>
internal sealed record EnumValue(string Name, string Number);
