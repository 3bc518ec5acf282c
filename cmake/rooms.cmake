# room(NAME LINKS …) makes a static library of the .cpp files of the current folder.
# A room links only what it names, so an include that points upward has nothing to link against;
# tests/layers checks the includes themselves.
#
# With ASIO its sources begin with the headers that asio_headers (aio/CMakeLists.txt) has precompiled.
function(room name)
  cmake_parse_arguments(ARG "ASIO" "" "LINKS;PRIVATE_LINKS;EXCLUDE" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  foreach(file ${ARG_EXCLUDE})
    list(REMOVE_ITEM sources "${CMAKE_CURRENT_SOURCE_DIR}/${file}")
  endforeach()
  if(sources)
    add_library(${name} STATIC ${sources})
    target_link_libraries(${name} PUBLIC arena_compiler ${ARG_LINKS} PRIVATE ${ARG_PRIVATE_LINKS})
    if(ARG_ASIO)
      use_precompiled(${name} asio_headers)
    endif()
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE arena_compiler ${ARG_LINKS})
  endif()
endfunction()

# precompiled(NAME HEADER …) reads these headers once for all who use_precompiled(TARGET NAME); links and options of NAME
# have to be among those of TARGET. Only headers of other libraries: ours change, and then everything would be compiled
# anew. The fuzzers' clang is stricter about such headers and compiles few files, so it does without.
option(ARENA_PRECOMPILED "Precompile the headers of other libraries; without it a missing include is found" ON)

function(precompiled name)
  set(nothing "${CMAKE_BINARY_DIR}/generated/nothing.cpp")  # CMake wants a source
  file(CONFIGURE OUTPUT "${nothing}" CONTENT "")
  add_library(${name} OBJECT EXCLUDE_FROM_ALL "${nothing}")
  target_link_libraries(${name} PRIVATE arena_compiler)
  target_precompile_headers(${name} PRIVATE ${ARGN})
endfunction()

function(use_precompiled target name)
  if(ARENA_PRECOMPILED AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_precompile_headers(${target} REUSE_FROM ${name})
    # In a precompiled header GCC 12 no longer knows what is the standard library's own, and tells of its false alarms
    # there once it optimises (as with -Wrestrict, cmake/compiler.cmake).
    target_compile_options(${target} PRIVATE -Wno-stringop-overflow -Wno-array-bounds)
  endif()
endfunction()

# room_tests(NAME LINKS …) makes one test program of the *_test.cpp files of the current folder. ASIO as above.
function(room_tests name)
  cmake_parse_arguments(ARG "ASIO" "TIMEOUT" "LINKS;DEFINITIONS;NEEDS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)  # seconds
  endif()
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  if(NOT sources)
    return()
  endif()
  add_executable(${name} ${sources})
  target_link_libraries(${name} PRIVATE arena_compiler ${ARG_LINKS} GTest::gmock GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE ${ARG_DEFINITIONS})
  # Optimising what GoogleMock expands to takes longer than the tests themselves: 9 s a file without these lines, 3 s with
  # them. What is tested is optimised as the preset says.
  if(ARG_ASIO)
    use_precompiled(${name} asio_test_headers)
  else()
    use_precompiled(${name} test_headers)
  endif()
  target_compile_options(${name} PRIVATE -O0)
  if(ARG_NEEDS)
    add_dependencies(${name} ${ARG_NEEDS})
  endif()
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS ${name})
endfunction()
