#include "sandbox/command_line.hpp"

int main(int argc, char** argv) {
  return arena::sandbox::run_command_line(argc, argv);
}
