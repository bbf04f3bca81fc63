using Microsoft.Extensions.Configuration;

namespace Jobs.Hosting;

/// <summary>Reads options out of a section of the configuration. What it cannot use is an error that names the key and what is right: an option
/// that is passed over keeps its default in silence.</summary>
/// <remarks>The value is named only of an option that is known: a misspelt key may hold a connection string.</remarks>
internal static class ConfigurationSectionReader
{
    /// <param name="section">What to read.</param>
    /// <param name="known">Its options.</param>
    /// <param name="sections">Sections in it that are read elsewhere.</param>
    /// <param name="options">Filled.</param>
    /// <param name="strict">Every section is to be known. Else one that resembles nothing may be the application's own: it is left, for <see cref="Unread"/> to tell.</param>
    /// <exception cref="InvalidOperationException">A key is not an option, or its value is of another form.</exception>
    public static void Read<T>(IConfigurationSection section, IReadOnlyList<ConfiguredOption<T>> known, IReadOnlyList<string> sections, T options, bool strict = false)
    {
        foreach (var child in section.GetChildren())
        {
            if (known.FirstOrDefault(option => Same(option.Name, child.Key)) is { } option)
            {
                Set(child, option, options);
            }
            else if (IsWrong(child, Names(known, sections), strict))
            {
                throw NotAnOption(child, Names(known, sections));
            }
        }
    }

    /// <summary>Weights of queues.</summary>
    /// <exception cref="InvalidOperationException">A weight is none, or the queues are not written as a section.</exception>
    public static void ReadQueues(IConfigurationSection section, Dictionary<string, int> queues)
    {
        if (section.Value is { Length: > 0 } list)
        {
            var names = list.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries).Select(static name => name.Split('=')[0]).ToArray();
            throw new InvalidOperationException(
                $"'{section.Path}' in the configuration is '{list}': queues are a section with a weight for each, {string.Join(", ", names.Select(name => $"{section.Path}:{name}=1"))} "
                + $"(in JSON \"Queues\": {{ {string.Join(", ", names.Select(static name => $"\"{name}\": 1"))} }}).");
        }

        foreach (var child in section.GetChildren())
        {
            if (child.GetChildren().FirstOrDefault() is { } inner)
            {
                throw new InvalidOperationException(
                    $"'{inner.Path}' in the configuration is '{inner.Value}': the configuration takes ':' for a section, so a queue with one in its name is set in code: "
                    + $"AddWorker(worker => worker.Queues[\"{child.Key}:{inner.Key}\"] = …).");
            }

            if (!ConfiguredOptions.SetNumber(child.Value ?? "", weight => queues[child.Key] = weight))
            {
                var isList = int.TryParse(child.Key, out _);
                throw new InvalidOperationException($"'{child.Path}' in the configuration is '{child.Value}': "
                    + (isList ? $"queues are a section with a weight for each, not a list ({section.Path}:{child.Value}=1, in JSON \"Queues\": {{ \"{child.Value}\": 1 }})."
                        : "the weight of a queue must be a whole number from 1 to 1,000."));
            }
        }
    }

    /// <summary>Sections in this one that are read by nobody.</summary>
    public static IEnumerable<IConfigurationSection> Unread<T>(IConfigurationSection section, IReadOnlyList<ConfiguredOption<T>> known, IReadOnlyList<string> sections) =>
        section.GetChildren().Where(child => IsSection(child) && !Names(known, sections).Any(name => Same(name, child.Key)));

    /// <returns>The name that was most likely meant; null: none resembles it.</returns>
    public static string? Nearest(string name, IEnumerable<string> names) => names
        .Select(known => (Name: known, Distance: Distance(name.ToUpperInvariant(), known.ToUpperInvariant())))
        .Where(known => known.Distance <= Math.Max(2, known.Name.Length / 4))
        .OrderBy(static known => known.Distance).Select(static known => known.Name).FirstOrDefault();

    private static void Set<T>(IConfigurationSection child, ConfiguredOption<T> option, T options)
    {
        if (child.GetChildren().FirstOrDefault() is { } inner)
        {
            throw new InvalidOperationException($"'{inner.Path}' in the configuration: '{child.Path}' is an option with one value, {option.Form}, and not a section.");
        }

        if (child.Value is { } text && !option.TrySet(options, text))
        {
            throw new InvalidOperationException($"'{child.Path}' in the configuration is '{text}': it must be {option.Form}.");
        }
    }

    private static bool IsWrong(IConfigurationSection child, List<string> names, bool strict) =>
        names.Any(name => Same(name, child.Key)) ? child.Value is { Length: > 0 } && !Same(child.Key, nameof(WorkerOptions.Queues)) // a list of queues is refused by its reader
        : IsSection(child) ? strict || Nearest(child.Key, names) is not null
        : child.Value is not null;

    private static InvalidOperationException NotAnOption(IConfigurationSection child, IReadOnlyList<string> names)
    {
        if (names.Any(name => Same(name, child.Key)))
        {
            return new($"'{child.Path}' in the configuration is a section of options, and has a value.");
        }

        var hint = Nearest(child.Key, names) is { } meant ? $" Did you mean '{child.Path[..^child.Key.Length]}{meant}'?" : "";
        return new($"'{child.Path}' in the configuration is not an option of Jobs.{hint} There are {string.Join(", ", names)}.");
    }

    private static List<string> Names<T>(IReadOnlyList<ConfiguredOption<T>> known, IReadOnlyList<string> sections) =>
        [.. known.Select(static option => option.Name), .. sections];

    private static bool IsSection(IConfigurationSection section) => section.Value is null && section.GetChildren().Any();

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase); // as the configuration does

    /// <summary>How many letters are to be added, dropped or changed.</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (one[i - 1] == other[j - 1] ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
