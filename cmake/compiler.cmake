# One place for language, warnings, sanitizers, linker and compiler cache.

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

option(ARENA_WERROR "Treat warnings as errors" ON)
set(ARENA_SANITIZE "" CACHE STRING "Sanitizers to build with: 'address,undefined' or 'thread'")

find_program(ARENA_CCACHE ccache)
if(ARENA_CCACHE)
  # Without these, ccache does not keep what was compiled with a precompiled header (its manual, "Precompiled headers").
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_SLOPPINESS=pch_defines,time_macros "${ARENA_CCACHE}")
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endif()

find_program(ARENA_MOLD mold)
if(ARENA_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_library(arena_compiler INTERFACE)
target_compile_options(arena_compiler INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow=local -Wnon-virtual-dtor -Woverloaded-virtual
  -Wcast-qual -Wconversion -Wno-sign-conversion
  -Wno-missing-field-initializers  # designated initialisers that name only what differs from the default are our idiom
  -fno-omit-frame-pointer
  $<$<CONFIG:Release>:-Wno-restrict>  # GCC 12 takes "text" + std::string for an overlapping copy once it inlines (its bug 105651)
  $<$<BOOL:${ARENA_WERROR}>:-Werror>)
target_include_directories(arena_compiler INTERFACE "${CMAKE_SOURCE_DIR}")

if(ARENA_SANITIZE)
  add_compile_options(-fsanitize=${ARENA_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${ARENA_SANITIZE})
  # GCC 12 reports variables of coroutine frames as maybe-uninitialized once sanitizers instrument them.
  target_compile_options(arena_compiler INTERFACE -Wno-maybe-uninitialized)
endif()
