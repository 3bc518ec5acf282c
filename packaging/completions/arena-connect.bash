# bash completion for arena-connect: what `--help` of the words typed so far offers, so that it is never behind the
# program.
_arena_connect() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} words=() one help
  case $before in
    -c | --config | --file | --socket | --state-dir) mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
  esac
  for one in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ $one == -* ]] || words+=("$one")
  done
  help=$("${COMP_WORDS[0]}" "${words[@]}" --help 2>/dev/null) || return 0
  if [[ $word == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$(grep -oE -- '--[a-z][a-z-]*' <<<"$help")" -- "$word")
  else
    # The list under "Subcommands:", whose names are indented by two blanks.
    mapfile -t COMPREPLY < <(compgen -W "$(sed -n '/^Subcommands:/,/^[^ ]*$/s/^  \([a-z]*\).*/\1/p' <<<"$help")" -- "$word")
  fi
}
complete -F _arena_connect arena-connect
