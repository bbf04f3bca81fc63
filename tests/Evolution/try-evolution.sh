#!/usr/bin/env bash
# Does what docs/evolution.md shows, with the files and commands that stand there: version 1 stores jobs in a Redis of its own, the code changes, the build stops with
# the named rule, the fix is applied, and a worker of version 2 runs what version 1 has stored. Needs the .NET SDK and redis-server.
set -euo pipefail
cd "$(dirname "$0")/../.."
repo=$PWD
work=$(mktemp -d)
trap 'kill "${redis:-}" 2>/dev/null || true; rm -rf "$work"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
page=$work/evolution.md; cp docs/evolution.md "$page"
hosting=$(sed -n 's/.*"Microsoft\.Extensions\.Hosting" Version="\([^"]*\)".*/\1/p' Directory.Packages.props)
version=0.1.0-evolution.$(date +%Y%m%d%H%M%S).$$

step() { echo; echo "== $*"; }
die() { echo "FAILED: $*"; exit 1; }
# file NAME: the code block of the page that begins with that comment.
file() { awk -v head="// file: $1" '$0 == head { on = 1; next } /^```/ && on { exit } on' "$page"; }
# block LANGUAGE NUMBER: the so-maniest block of the page in that language.
block() { awk -v open="\`\`\`$1" -v nth="$2" '$0 == open && !on { n++; on = n == nth; next } /^```/ && on { exit } on' "$page"; }
builds() { dotnet build -v q >build.log 2>&1 || { cat build.log; die "the project does not build"; }; }
# fix ID: as the page says; dotnet format ends with 0 whatever it has found, so what it has changed is looked at.
fix() { grep -qF "JobsAcceptContracts=true dotnet format analyzers --diagnostics $1" "$page" || die "the page does not show the fix of $1"; JobsAcceptContracts=true dotnet format analyzers --no-restore --diagnostics "$1" >format.log 2>&1 || { cat format.log; die "dotnet format"; }; }

step "Packages $version"
for project in Jobs.Abstractions Jobs.Runtime; do
  dotnet pack "src/$project" -c Release -o "$work/feed" -p:Version="$version" >"$work/pack.log" 2>&1 || { cat "$work/pack.log"; die "pack $project"; }
done

step "A Redis"
port=$((20000 + RANDOM % 20000))
redis-server --port $port --bind 127.0.0.1 --save '' --appendonly yes --dir "$work" >"$work/redis.log" & redis=$!
for _ in $(seq 50); do redis-cli -p $port ping >/dev/null 2>&1 && break; sleep 0.1; done

cache=${NUGET_PACKAGES:-$HOME/.nuget/packages}
export NUGET_PACKAGES=$work/packages
cat >"$work/nuget.config" <<CONFIG
<configuration>
  <packageSources><add key="folder" value="$work/feed" /></packageSources>
  <fallbackPackageFolders><add key="machine" value="$cache" /></fallbackPackageFolders>
</configuration>
CONFIG
mkdir "$work/Mail" && cd "$work/Mail"
cat >Mail.csproj <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="Jobs.Runtime" Version="$version" /><PackageReference Include="Microsoft.Extensions.Hosting" Version="$hosting" /></ItemGroup>
</Project>
PROJECT
cat >Program.cs <<'CODE'
using Jobs;
using Mail;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder();
builder.Services.AddJobs(jobs =>
{
    jobs.UseRedis($"127.0.0.1:{args[1]}").AddHandlers();
    if (args[0] == "work")
    {
        jobs.AddWorker();
    }
});
using var host = builder.Build();
await host.StartAsync();
if (args[0] == "store")
{
    var client = host.Services.GetRequiredService<IJobClient>();
    await client.EnqueueSendEmail([new("ada@example.com", "one", Priority.High), new("bob@example.com", "two")]);
    Console.WriteLine("stored 2");
    await host.StopAsync();
}
else
{
    await host.WaitForShutdownAsync();
}

[JobHandler]
public sealed class SendEmailHandler(IHostApplicationLifetime host) : IJobHandler<SendEmail>
{
    private static int done;

    public Task HandleAsync(SendEmail job, JobContext context, CancellationToken cancellationToken)
    {
        Console.WriteLine($"sent '{job.Subject}' to {job.To} with priority {job.Priority} (attempt {context.Attempt})");
        if (Interlocked.Increment(ref done) == 2)
        {
            host.StopApplication();
        }

        return Task.CompletedTask;
    }
}
CODE

cp Program.cs good.txt

step "Version 1: the contract is written and accepted"
file v1/SendEmail.cs >SendEmail.cs
dotnet restore -v q >/dev/null
touch jobs.contracts.txt
dotnet format analyzers --no-restore --diagnostics JOB4002 >format.log 2>&1 || { cat format.log; die "dotnet format"; }
[ ! -s jobs.contracts.txt ] || die "lines are accepted though nobody said so"
fix JOB4002
diff <(grep -v '^#' jobs.contracts.txt) <(block text 1) || die "the contract is not the one of the page"
builds
if grep -E 'warning JOB' build.log; then die "there is something left to say"; fi
dotnet run --no-build -- store $port | grep 'stored 2'
[ "$(redis-cli -p $port llen '{jobs:default}:ready')" = 2 ] || die "the jobs are not stored"

step "The change: the build stops"
file v2/SendEmail.cs >SendEmail.cs
if dotnet build -v q >build.log 2>&1; then die "the change builds"; fi
grep -F "$(grep -m1 '^error JOB4004' "$page")" build.log | sort -u | head -1 || { cat build.log; die "the build does not say what the page says"; }
if grep -oE 'error [A-Z]+[0-9]+' build.log | sort -u | grep -v JOB4004; then cat build.log; die "the build says more than the page"; fi

step "Plain dotnet format decides nothing"
cp SendEmail.cs before.txt && cp jobs.contracts.txt contracts.txt
dotnet format --no-restore >format.log 2>&1 || { cat format.log; die "dotnet format"; }
diff before.txt SendEmail.cs && diff contracts.txt jobs.contracts.txt || die "dotnet format has begun a version"
file v1/SendEmail.cs | sed 's/string To,/string Email,/' >SendEmail.cs && cp SendEmail.cs renamed.txt
sed -i 's/{job\.To}/{job.Email}/' Program.cs
dotnet format --no-restore >format.log 2>&1 || { cat format.log; die "dotnet format"; }
diff renamed.txt SendEmail.cs && diff contracts.txt jobs.contracts.txt || die "dotnet format has renamed a member"
cp before.txt SendEmail.cs && cp good.txt Program.cs

step "The fix, and the new version is accepted"
fix JOB4004
diff <(sed -n '/^\[Job/,/^}/p' SendEmail.cs) <(awk '/^\[Job\("send-email", Version = 2\)\]/ { on = 1 } /^```/ { on = 0 } on' "$page") || die "the fix is not the one of the page"
fix JOB4002
grep -q '^send-email v2 member Mail.SendEmail To Mail.Recipients required$' jobs.contracts.txt || die "version 2 is not accepted"
diff <(grep '^send-email v1' jobs.contracts.txt) <(block text 1) || die "the lines of version 1 are not as they were"
sed -i 's/to {job.To} with/to {string.Join(", ", job.To.Addresses)} with/' Program.cs
builds
if grep -E 'warning JOB' build.log; then die "there is something left to say"; fi

step "A worker of version 2 drains what version 1 has stored"
timeout 120 dotnet run --no-build -- work $port >run.log 2>&1 || { cat run.log; die "the worker"; }
grep "^sent 'one' to ada@example.com with priority High (attempt 1)$" run.log || { cat run.log; die "the first job"; }
grep "^sent 'two' to bob@example.com with priority Normal (attempt 1)$" run.log || { cat run.log; die "the second job"; }
[ "$(redis-cli -p $port zcard '{jobs:default}:dead')" = 0 ] || die "a job is dead"
[ "$(redis-cli -p $port hlen jobs:manifests)" = 1 ] || die "the worker has published no manifest"

step "All as promised"
