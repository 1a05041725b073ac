@echo off
rem The command line of this clone: built when it is not yet (after a change: dotnet build src\CircuitSim.Cli -c Release), and run.
setlocal
set "program=%~dp0src\CircuitSim.Cli\bin\Release\net10.0\CircuitSim.Cli.dll"
if not exist "%program%" (
  echo circuitsim: building, which later runs do not 1>&2
  dotnet build "%~dp0src\CircuitSim.Cli" -c Release -v q --nologo -clp:ErrorsOnly -p:RunAnalyzers=false -p:GenerateDocumentationFile=false 1>&2 || exit /b 1
)
dotnet "%program%" %*
