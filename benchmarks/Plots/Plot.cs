using System.Globalization;
using System.Text;
using Jobs.Benchmarks.Measuring;

namespace Jobs.Benchmarks.Plots;

/// <summary>Lines over two axes, as an SVG that is legible on light and on dark pages.</summary>
/// <param name="Name">Of its file.</param>
/// <param name="Title">What it shows.</param>
/// <param name="X">To the right.</param>
/// <param name="Y">Upwards.</param>
/// <param name="Lines">At most four.</param>
internal sealed record Plot(string Name, string Title, Axis X, Axis Y, IReadOnlyList<Series> Lines)
{
    private const int Width = 760;
    private const int Height = 420;
    private const int Left = 74;
    private const int Right = 24;
    private const int Top = 78;
    private const int Bottom = 56;

    private const string Style = """
        text { font: 13px system-ui, sans-serif; fill: #1f2328 } .title { font-size: 16px; font-weight: 600 } .page { fill: #ffffff } .grid { stroke: #d8dee4 } .axis { stroke: #59636e }
        .line { fill: none; stroke-width: 2 } .a { stroke: #0969da } .b { stroke: #bc4c00; stroke-dasharray: 7 4 } .c { stroke: #1a7f37; stroke-dasharray: 2 4 } .d { stroke: #8250df; stroke-dasharray: 10 3 2 3 }
        circle { stroke-width: 2; fill: #ffffff; stroke-dasharray: none !important }
        @media (prefers-color-scheme: dark) {
        text { fill: #e6edf3 } .page { fill: #0d1117 } .grid { stroke: #30363d } .axis { stroke: #9198a1 } .a { stroke: #58a6ff } .b { stroke: #f0883e } .c { stroke: #3fb950 } .d { stroke: #bc8cff } circle { fill: #0d1117 } }
        """;

    /// <summary>Writes it beside the results.</summary>
    public void Write()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Results.Folder, "plots"));
        File.WriteAllText(Path.Combine(folder.FullName, Name + ".svg"), Svg().ReplaceLineEndings("\n"));
    }

    public string Svg()
    {
        X.Span(Lines.SelectMany(static line => line.Points).Select(static point => point.X));
        Y.Span(Lines.SelectMany(static line => line.Points).Select(static point => point.Y));
        var svg = new StringBuilder();
        void Add(FormattableString text) => svg.AppendLine(FormattableString.Invariant(text));

        Add($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Escape(Title)}\">");
        Add($"<style>{Style}</style>");
        Add($"<rect class=\"page\" width=\"{Width}\" height=\"{Height}\"/>");
        Add($"<text class=\"title\" x=\"{Left}\" y=\"28\">{Escape(Title)}</text>");
        foreach (var (value, text) in X.AllMarks())
        {
            Add($"<line class=\"grid\" x1=\"{AtX(value):0.#}\" x2=\"{AtX(value):0.#}\" y1=\"{Top}\" y2=\"{Height - Bottom}\"/>");
            Add($"<text x=\"{AtX(value):0.#}\" y=\"{Height - Bottom + 19}\" text-anchor=\"middle\">{Escape(text)}</text>");
        }

        foreach (var (value, text) in Y.AllMarks())
        {
            Add($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{AtY(value):0.#}\" y2=\"{AtY(value):0.#}\"/>");
            Add($"<text x=\"{Left - 8}\" y=\"{AtY(value) + 4:0.#}\" text-anchor=\"end\">{Escape(text)}</text>");
        }

        Add($"<path class=\"axis\" fill=\"none\" d=\"M{Left} {Top}V{Height - Bottom}H{Width - Right}\"/>");
        Add($"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 14}\" text-anchor=\"middle\">{Escape(X.Title)}</text>");
        Add($"<text transform=\"translate(18 {(Top + Height - Bottom) / 2}) rotate(-90)\" text-anchor=\"middle\">{Escape(Y.Title)}</text>");
        var legend = (double)Left;
        foreach (var (line, colour) in Lines.Zip("abcd"))
        {
            Add($"<path class=\"line {colour}\" d=\"M{legend:0} 52h28\"/><text x=\"{legend + 34:0}\" y=\"56\">{Escape(line.Name)}</text>");
            legend += 34 + (line.Name.Length * 7.2) + 22;
            Add($"<path class=\"line {colour}\" d=\"M{string.Join('L', line.Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{AtX(point.X):0.#} {AtY(point.Y):0.#}")))}\"/>");
            foreach (var (x, y) in line.HasDots ? line.Points : [])
            {
                Add($"<circle class=\"{colour}\" cx=\"{AtX(x):0.#}\" cy=\"{AtY(y):0.#}\" r=\"3.5\"/>");
            }
        }

        return svg.Append("</svg>\n").ToString();
    }

    private double AtX(double value) => Left + (X.Of(value) * (Width - Left - Right));

    private double AtY(double value) => Height - Bottom - (Y.Of(value) * (Height - Top - Bottom));

    private static string Escape(string text) => System.Security.SecurityElement.Escape(text);
}

/// <summary>One line of a plot.</summary>
internal sealed record Series(string Name, IReadOnlyList<(double X, double Y)> Points, bool HasDots = true);
