using System.CommandLine;

namespace CircuitSim.Cli.Commands;

/// <summary><c>circuitsim completion</c>: the scripts by which shells complete commands, options and values.</summary>
internal static class CompletionCommand
{
    private const string Description = """
        Print the script by which a shell completes the commands, options and values of circuitsim, such as engines, model cards, studies
        and formats; file names where nothing else is wanted.

        Examples:
          source <(circuitsim completion bash)
          circuitsim completion zsh > ~/.zfunc/_circuitsim
          circuitsim completion powershell | Out-String | Invoke-Expression
        """;

    /// <summary>An option and its value are three words to bash, which parts them at "=".</summary>
    private const string Bash = """
        _circuitsim() {
            local IFS=$'\n'
            COMPREPLY=($("${COMP_WORDS[0]}" completion words -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
        }
        complete -o bashdefault -o default -F _circuitsim circuitsim

        """;

    private const string Zsh = """
        #compdef circuitsim
        _circuitsim() {
            local -a found
            found=("${(@f)$("${words[1]}" completion words -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
            if [[ -n "${found[1]}" ]]; then compadd -Q -- "${found[@]}"; else _files; fi
        }
        if [[ "${funcstack[1]}" == _circuitsim ]]; then _circuitsim "$@"; else compdef _circuitsim circuitsim; fi

        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName circuitsim -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $typed = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
            & $commandAst.CommandElements[0].ToString() completion words '--' @typed "$wordToComplete" 2>$null |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }

        """;

    public static Command Create(Terminal terminal)
    {
        var command = new Command("completion", Description);
        foreach (var (shell, script) in new[] { ("bash", Bash), ("zsh", Zsh), ("powershell", PowerShell) })
        {
            var print = new Command(shell, $"The script for {shell}.");
            print.SetAction(_ => terminal.Write(script));
            command.Subcommands.Add(print);
        }

        var line = new Argument<string[]>("word") { Arity = ArgumentArity.ZeroOrMore };
        var words = new Command("words", "What the last of these words can become.") { line };
        words.Hidden = true;
        words.SetAction(parsed =>
        {
            var typed = parsed.GetValue(line) ?? [];
            terminal.Write(string.Concat(CompletionWords.Of(CommandLine.Build(terminal, typed), typed).Select(w => $"{w}\n")));
        });
        command.Subcommands.Add(words);
        return command;
    }
}
