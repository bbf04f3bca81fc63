using System.Runtime.Serialization;

namespace Jobs.Generators.Tests.Wire;

[Job("data-contract-by-name"), DataContract]
public sealed partial class ContractByName
{
    [DataMember] public int Plain { get; set; }

    [DataMember(Name = "renamed")] public string? Other { get; set; }

    public int NotMarked { get; set; }

    [DataMember, IgnoreDataMember] public int Ignored { get; set; }
}

[Job("data-contract-by-order"), DataContract]
public sealed partial class ContractByOrder
{
    [DataMember(Order = 2)] public int Second { get; set; }

    [DataMember(Order = 0, Name = "first")] public string? First { get; set; }
}

[Job("sensitive")]
public sealed partial record SensitivePayload(string To, [Sensitive] Version? Secret);
