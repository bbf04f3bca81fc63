using System.Globalization;
using Microsoft.VisualBasic.FileIO;

namespace Quickstart;

/// <summary>One line of the list.</summary>
/// <param name="Id">Who.</param>
/// <param name="Name">Full name.</param>
/// <param name="Email">As somebody typed it.</param>
/// <param name="Language">en, de, es or fr.</param>
/// <param name="Delay">How much later the mail is to go out.</param>
/// <param name="GreylistedTimes">How often the receiving server says "try again later" first.</param>
internal sealed record User(int Id, string Name, string Email, string Language, TimeSpan Delay, int GreylistedTimes);

/// <summary>Reads the CSV of users.</summary>
internal static class UserList
{
    /// <exception cref="InvalidDataException">A line is not readable; the message names file and line.</exception>
    public static IReadOnlyList<User> Read(string path)
    {
        using var csv = new TextFieldParser(path) { TextFieldType = FieldType.Delimited };
        csv.SetDelimiters(",");
        csv.ReadFields(); // id,name,email,language,note
        var users = new List<User>();
        while (!csv.EndOfData)
        {
            var line = csv.LineNumber;
            if (csv.ReadFields() is not [var id, var name, var email, var language, var note] || !int.TryParse(id, CultureInfo.InvariantCulture, out var number))
            {
                throw new InvalidDataException($"{path}, line {line}: expected id,name,email,language,note.");
            }

            users.Add(new User(number, name, email, language, TimeSpan.FromMilliseconds(NoteOf(note, "delay")), NoteOf(note, "greylist")));
        }

        return users;
    }

    private static int NoteOf(string note, string word) =>
        note.Split(' ') is [var first, var value] && first == word ? int.Parse(value, CultureInfo.InvariantCulture) : 0;
}
