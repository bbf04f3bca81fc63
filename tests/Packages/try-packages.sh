#!/usr/bin/env bash
# Packs the packages and uses them as a stranger would, in an empty folder outside the repository: the README's program on the embedded
# server, the compile errors it promises, and a contracts assembly with a worker beside it. Needs the .NET SDK only.
set -euo pipefail
cd "$(dirname "$0")/../.."
repo=$PWD
work=$(mktemp -d)
trap 'kill "${app:-}" 2>/dev/null || true; rm -rf "$work"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

version=0.1.0-try.$(date +%Y%m%d%H%M%S).$$ # never seen before, so nothing of it is in any cache
hosting=$(sed -n 's/.*"Microsoft\.Extensions\.Hosting" Version="\([^"]*\)".*/\1/p' Directory.Packages.props)

step() { echo; echo "== $*"; }
die() { echo "FAILED: $*"; exit 1; }

# builds PROJECT: without a warning, and then its output is in build.log.
builds() { dotnet build "$1" -warnaserror >build.log 2>&1 || { cat build.log; die "$1 does not build"; }; }

# refuses PROJECT TEXT…: the build fails, and says each of the texts.
refuses() {
  local project=$1
  shift
  if dotnet build "$project" --no-restore >build.log 2>&1; then die "$project builds, and should say: $*"; fi
  for text in "$@"; do
    grep -qF "$text" build.log || { cat build.log; die "$project does not say: $text"; }
    echo "ok: $(grep -m1 -F "$text" build.log | sed 's/ \[[^[]*proj\]$//; s/^.*: error/error/')"
  done
}

step "Pack $version"
for project in Jobs.Abstractions Jobs.Runtime Jobs.Embedded; do
  dotnet pack "src/$project" -c Release -o "$work/feed" -p:Version="$version" >"$work/pack.log" 2>&1 || { cat "$work/pack.log"; die "pack $project"; }
  if grep -E '(warning|error) NU[0-9]+' "$work/pack.log"; then die "$project: packing has something to say"; fi
done
ls "$work/feed"/*.nupkg | xargs -n1 basename

# Outside the repository: its Directory.Build.props, central versions and editor settings are not there.
# The packages of others come from the machine's cache where it has them; ours can only come from the feed.
cache=${NUGET_PACKAGES:-$HOME/.nuget/packages}
mkdir -p "$cache"
export NUGET_PACKAGES=$work/packages
cat >"$work/nuget.config" <<CONFIG
<configuration>
  <packageSources><add key="folder" value="$work/feed" /></packageSources>
  <fallbackPackageFolders><add key="machine" value="$cache" /></fallbackPackageFolders>
</configuration>
CONFIG

step "The README's program, in an empty folder"
mkdir "$work/readme" && cd "$work/readme"
dotnet new console -n Mail -o . >/dev/null
dotnet add package Jobs.Embedded --version "$version" >/dev/null
dotnet add package Microsoft.Extensions.Hosting --version "$hosting" >/dev/null
awk '/^```csharp/ { on = 1; next } /^```/ && on { exit } on' "$repo/README.md" >Program.cs
cp Program.cs good.txt
builds .
./bin/Debug/net10.0/Mail >run.log 2>&1 & app=$!
for _ in $(seq 300); do grep -q '^To ada@example.com: Hello (' run.log && break; kill -0 $app 2>/dev/null || break; sleep 0.1; done
grep -m1 '^To ada@example.com: Hello (' run.log || { cat run.log; die "the program does not do its job"; }
kill -TERM $app
for _ in $(seq 300); do kill -0 $app 2>/dev/null || break; sleep 0.1; done
kill -0 $app 2>/dev/null && die "the program does not stop"
wait $app || { cat run.log; die "the program ends with an error"; }

step "What it must not compile"
edit() { sed "$1" good.txt >Program.cs; cmp -s good.txt Program.cs && die "nothing to edit: $1"; return 0; }
edit 's/new("ada@example.com", "Hello")/new("ada@example.com")/'
refuses . "error CS7036: There is no argument given that corresponds to the required parameter 'Subject'"
edit 's/new("ada@example.com", "Hello")/new("ada@example.com", 42)/'
refuses . 'error CS1503'
edit 's/EnqueueSendEmail(/EnqueueSendEmial(/'
refuses . "error CS1061: 'IJobClient' does not contain a definition for 'EnqueueSendEmial'"
edit 's/sealed partial record/sealed record/'
refuses . "error JOB1001: 'SendEmail' is marked [Job]: declare it 'partial'"
edit 's/string Subject)/object Subject)/'
refuses . "error JOB1002: Job 'send-email': member 'Subject' has type 'object'"
edit 's/^\[JobHandler\]//'
dotnet build . --no-restore >build.log 2>&1 || { cat build.log; die "a warning is no error"; }
grep -m1 -o "warning JOB1016: 'SendEmailHandler' handles the job 'send-email' and is not marked" build.log || { cat build.log; die "no warning"; }

step "A contracts assembly with Jobs.Abstractions alone, and a worker with Jobs.Runtime alone"
mkdir "$work/apart" && cd "$work/apart"
dotnet new classlib -n Contracts >/dev/null && rm Contracts/Class1.cs
dotnet add Contracts package Jobs.Abstractions --version "$version" >/dev/null
cat >Contracts/SendEmail.cs <<'CODE'
using Jobs;

namespace Contracts;

[Job("send-email", Queue = "critical")]
public sealed partial record SendEmail(string To, Dictionary<string, int[]> Attachments);
CODE
dotnet new console -n Worker >/dev/null
dotnet add Worker package Jobs.Runtime --version "$version" >/dev/null
dotnet add Worker package Microsoft.Extensions.Hosting --version "$hosting" >/dev/null
dotnet add Worker reference Contracts >/dev/null
cat >Worker/Program.cs <<'CODE'
using Contracts;
using Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddJobs(jobs => jobs.UseRedis("localhost:6379").AddHandlers().AddWorker());
using var host = builder.Build();
await host.Services.GetRequiredService<IJobClient>().EnqueueSendEmail(new("ada@example.com", []));

[JobHandler]
public sealed class SendEmailHandler : IJobHandler<SendEmail>
{
    public Task HandleAsync(SendEmail job, JobContext context, CancellationToken cancellationToken) => Console.Out.WriteLineAsync(job.To);
}
CODE
builds Worker
for part in Jobs.Generators Jobs.Analyzers Jobs.Analyzers.CodeFixes; do
  [ -e "$NUGET_PACKAGES/jobs.abstractions/$version/analyzers/dotnet/cs/$part.dll" ] || die "$part.dll is not in the package"
done
if find Worker/bin | grep -E 'Jobs\.(Generators|Analyzers)'; then die "the compiler's half is in the output"; fi
echo "ok: both build; generator and analyzers came along and stay behind"
sed -i 's/sealed partial/sealed/' Contracts/SendEmail.cs
refuses Contracts "error JOB1001: 'SendEmail' is marked [Job]: declare it 'partial'"

step "Projects it is not for"
mkdir "$work/other" && cd "$work/other"
for framework in net8.0 net9.0 netstandard2.0 net48; do
  for package in Jobs.Abstractions Jobs.Runtime; do
    cat >Old.csproj <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>$framework</TargetFramework><DisableImplicitFrameworkReferences>true</DisableImplicitFrameworkReferences><AutomaticallyUseReferenceAssemblyPackages>false</AutomaticallyUseReferenceAssemblyPackages></PropertyGroup>
  <ItemGroup><PackageReference Include="$package" Version="$version" /></ItemGroup>
</Project>
PROJECT
    if dotnet restore Old.csproj >restore.log 2>&1; then die "$package is restored for $framework"; fi
    grep -q "error NU1202: Package $package $version is not compatible with $framework " restore.log || { cat restore.log; die "$package for $framework: the restore does not say NU1202"; }
    echo "ok: $package for $framework is NU1202"
  done
done
rm -rf Old.csproj obj
cp "$work/apart/Contracts/SendEmail.cs" . && sed -i 's/sealed record/sealed partial record/' SendEmail.cs
for language in 11 12; do
  cat >Old.csproj <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings><LangVersion>$language</LangVersion></PropertyGroup>
  <ItemGroup><PackageReference Include="Jobs.Abstractions" Version="$version" /></ItemGroup>
</Project>
PROJECT
  dotnet restore Old.csproj >/dev/null
  refuses Old.csproj "error JOB1030: Jobs need C# 13 or later, and this project is compiled as C# $language.0"
  if grep -oE 'error [A-Z]+[0-9]+' build.log | grep -v JOB1030; then cat build.log; die "C# $language: more is said than JOB1030"; fi
done

step "Jobs the generator has not seen: said when the host starts"
# said PROJECT TEXT: the program runs to its end, and says it.
said() { dotnet run --project "$1" >run.log 2>&1 || { cat run.log; die "$1 does not run"; }; grep -F "$2" run.log || { cat run.log; die "$1 does not say: $2"; }; }
mkdir "$work/unseen" && cd "$work/unseen"
mkdir Sharp FSharp
cat >Sharp/Sharp.csproj <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="Jobs.Embedded" Version="$version" /><PackageReference Include="Microsoft.Extensions.Hosting" Version="$hosting" /></ItemGroup>
  <Target Name="WithoutAnalyzers" BeforeTargets="CoreCompile"><ItemGroup><Analyzer Remove="@(Analyzer)" /></ItemGroup></Target>
</Project>
PROJECT
cat >Sharp/Program.cs <<'CODE'
using Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddJobs(jobs => jobs.UseEmbeddedRedis());
using var host = builder.Build();
await host.StartAsync();
await host.StopAsync();

[Job("send-email")]
public sealed record SendEmail(string To);
CODE
said Sharp "SendEmail of assembly Sharp are marked [Job] or [JobHandler] and have no generated code"
cat >FSharp/FSharp.fsproj <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup><Compile Include="Program.fs" /></ItemGroup>
  <ItemGroup><PackageReference Include="Jobs.Embedded" Version="$version" /><PackageReference Include="Microsoft.Extensions.Hosting" Version="$hosting" /></ItemGroup>
</Project>
PROJECT
cat >FSharp/Program.fs <<'CODE'
module Program

open System
open Jobs
open Microsoft.Extensions.DependencyInjection
open Microsoft.Extensions.Hosting

[<Job("send-email")>]
type SendEmail = { To: string }

[<EntryPoint>]
let main args =
    let builder = Host.CreateApplicationBuilder(args)
    builder.Services.AddJobs(Action<IJobsBuilder>(fun jobs -> jobs.UseEmbeddedRedis() |> ignore)) |> ignore
    use host = builder.Build()
    host.Start()
    host.StopAsync().Wait()
    0
CODE
said FSharp "Program+SendEmail of assembly FSharp are marked [Job] or [JobHandler] and have no generated code"
grep -q 'declare them in a C# project' run.log || die "F# is not told what to do"

step "All as promised"
