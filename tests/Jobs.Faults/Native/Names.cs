using System.Reflection.Metadata;

namespace Jobs.Faults.Native;

/// <summary>Full names of what metadata tokens stand for.</summary>
internal static class Names
{
    /// <returns>Null: the token is of a type, not of a member, or of a member of an array or a type parameter.</returns>
    public static (string Type, string Member)? OfMember(MetadataReader metadata, EntityHandle token)
    {
        switch (token.Kind)
        {
            case HandleKind.MethodSpecification:
                return OfMember(metadata, metadata.GetMethodSpecification((MethodSpecificationHandle)token).Method);
            case HandleKind.MemberReference:
                var reference = metadata.GetMemberReference((MemberReferenceHandle)token);
                return Of(metadata, reference.Parent) is { } type ? (type, metadata.GetString(reference.Name)) : null;
            default:
                return null; // of this assembly itself: looked at where it is defined
        }
    }

    public static string? Of(MetadataReader metadata, EntityHandle type)
    {
        switch (type.Kind)
        {
            case HandleKind.TypeDefinition:
                var definition = metadata.GetTypeDefinition((TypeDefinitionHandle)type);
                var outer = definition.GetDeclaringType();
                return outer.IsNil ? Full(metadata, definition.Namespace, definition.Name) : $"{Of(metadata, outer)}.{metadata.GetString(definition.Name)}";
            case HandleKind.TypeReference:
                var reference = metadata.GetTypeReference((TypeReferenceHandle)type);
                return reference.ResolutionScope.Kind == HandleKind.TypeReference
                    ? $"{Of(metadata, reference.ResolutionScope)}.{metadata.GetString(reference.Name)}"
                    : Full(metadata, reference.Namespace, reference.Name);
            case HandleKind.TypeSpecification:
                return OfGeneric(metadata, metadata.GetTypeSpecification((TypeSpecificationHandle)type));
            default:
                return null;
        }
    }

    /// <summary>The open type of a generic one: GENERICINST, then CLASS or VALUETYPE, then the type.</summary>
    private static string? OfGeneric(MetadataReader metadata, TypeSpecification specification)
    {
        var signature = metadata.GetBlobReader(specification.Signature);
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
        {
            return null;
        }

        signature.ReadCompressedInteger();
        return Of(metadata, signature.ReadTypeHandle());
    }

    private static string Full(MetadataReader metadata, StringHandle space, StringHandle name) =>
        space.IsNil ? metadata.GetString(name) : $"{metadata.GetString(space)}.{metadata.GetString(name)}";
}
