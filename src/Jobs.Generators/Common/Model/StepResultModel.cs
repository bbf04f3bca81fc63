namespace Jobs.Generators.Model;

/// <summary>A type that <c>context.OnceAsync</c> is called with.</summary>
/// <param name="Codecs">Its codec, where it has one of its own, and those of what it reaches.</param>
/// <param name="Home">As <see cref="JobModel.Home"/>.</param>
internal sealed record StepResultModel(TypeRef Type, EquatableArray<CodecModel> Codecs, string Home);
