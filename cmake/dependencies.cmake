# Every dependency is a Debian 12 package. When one is missing, the message names the package to install.

# Macros, because find_package leaves its findings in the caller's variables.
macro(require_package name debian)
  find_package(${name} ${ARGN} QUIET)
  if(NOT ${name}_FOUND)
    message(FATAL_ERROR "${name} was not found. Install the Debian package: apt-get install ${debian}\n"
                        "(scripts/install-deps installs everything that is needed.)")
  endif()
endmacro()

macro(require_pkgconfig target module debian)
  pkg_check_modules(${target} QUIET IMPORTED_TARGET GLOBAL ${module})
  if(NOT ${target}_FOUND)
    message(FATAL_ERROR "${module} was not found. Install the Debian package: apt-get install ${debian}\n"
                        "(scripts/install-deps installs everything that is needed.)")
  endif()
endmacro()

require_package(Threads libc6-dev)
require_package(PkgConfig pkg-config)
require_package(Boost "libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev" 1.81.0 EXACT CONFIG COMPONENTS headers json url)
require_package(OpenSSL libssl-dev 3.0)
require_package(yaml-cpp libyaml-cpp-dev)
require_package(spdlog libspdlog-dev)
require_package(CLI11 libcli11-dev)
require_package(simdjson libsimdjson-dev)
require_pkgconfig(re2 re2 libre2-dev)
require_pkgconfig(prometheus_core prometheus-cpp-core prometheus-cpp-dev)
require_package(SQLite3 libsqlite3-dev 3.37)

# Their headers are not ours to warn about.
add_library(arena_boost INTERFACE)
target_link_libraries(arena_boost INTERFACE Boost::headers Threads::Threads)
target_compile_definitions(arena_boost INTERFACE
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)
# At -O1 GCC 12 inlines one of Asio's coroutine operators new and delete but not the other, and calls them mismatched.
target_compile_options(arena_boost INTERFACE -Wno-mismatched-new-delete)
