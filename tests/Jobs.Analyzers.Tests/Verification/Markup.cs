using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Jobs.Analyzers.Tests;

/// <summary>C# with <c>[|…|]</c> around what is to be underlined.</summary>
internal sealed record Markup(string Text, IReadOnlyList<TextSpan> Spans)
{
    public static Markup Parse(string marked)
    {
        var text = new StringBuilder();
        var open = new Stack<int>();
        var spans = new List<TextSpan>();
        for (var i = 0; i < marked.Length; i++)
        {
            switch (marked.AsSpan(i))
            {
                case ['[', '|', ..]:
                    open.Push(text.Length);
                    i++;
                    break;
                case ['|', ']', ..]:
                    spans.Add(TextSpan.FromBounds(open.Pop(), text.Length));
                    i++;
                    break;
                default:
                    text.Append(marked[i]);
                    break;
            }
        }

        return open.Count == 0 ? new Markup(text.ToString(), spans) : throw new ArgumentException("A [| is not closed.", nameof(marked));
    }
}
