// Starts one of the programs of a tree that can lie anywhere, on any Linux: with the tree's own loader and
// libraries, whatever the machine has. Static, so that it needs nothing itself. The name it is called by says
// which program:
//
//   TREE/bin/arena-connect -> launcher        TREE/lib/ld.so, *.so.*        TREE/libexec/arena-connect

#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

namespace {

constexpr int cannot_be_started = 127;  // as shells have it

std::string directory_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash);
}

std::string own_path() {
  std::string path(4096, '\0');
  const auto size = ::readlink("/proc/self/exe", path.data(), path.size());
  path.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  return path;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string called = argc > 0 ? argv[0] : "";
  const std::string name = called.substr(called.rfind('/') + 1);
  const std::string tree = directory_of(directory_of(own_path()));
  const std::string loader = tree + "/lib/ld.so";
  const std::string roots = tree + "/etc/ca-certificates.crt";
  std::vector<std::string> words = {loader,    "--library-path", tree + "/lib",
                                    "--argv0", called,           tree + "/libexec/" + name};
  for (int i = 1; i < argc; ++i) {
    words.emplace_back(argv[i]);
  }
  std::vector<char*> pointers;
  for (auto& word : words) {
    pointers.push_back(word.data());
  }
  pointers.push_back(nullptr);
  ::setenv("SSL_CERT_FILE", roots.c_str(), 0);  // unless somebody has said where the authorities are
  ::execv(loader.c_str(), pointers.data());
  std::fprintf(stderr, "%s: %s cannot be started: %s\n", name.c_str(), loader.c_str(), std::strerror(errno));
  return cannot_be_started;
}
