// The command line of `arena-sandbox`.
#pragma once

namespace arena::sandbox {

// Parses and does what was asked. The exit code: 0 done, 1 could not be done, 2 wrong arguments.
int run_command_line(int argc, char** argv);

}  // namespace arena::sandbox
