# What is installed of the programs:
#
#   cmake --install build/release --component connector --prefix /opt/arena-connect   # the programs; can be moved
#   cmake --install build/release --component service                                 # units, user, configuration
#
# The units are made for the prefix that they are installed with. packaging/package.cmake makes a .deb of both.
include(GNUInstallDirs)

# bouts says itself what its manual page and completions are: cli/CMakeLists.txt.
install(TARGETS arena-connect arena-sandbox bouts RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT connector)
# Nobody types it; daemon/programs.cpp looks for it here.
install(TARGETS arena-runner RUNTIME DESTINATION "lib/arena-connect" COMPONENT connector)
install(FILES packaging/completions/arena-connect.bash
  DESTINATION share/bash-completion/completions RENAME arena-connect COMPONENT connector)
install(FILES README.md docs/deployment.md docs/scaling.md docs/operations.md docs/control.md docs/journal.md docs/sandbox.md
  DESTINATION share/doc/arena-connect COMPONENT connector)
install(DIRECTORY examples/agents examples/pull deploy DESTINATION share/doc/arena-connect/examples COMPONENT connector
  USE_SOURCE_PERMISSIONS)
install(FILES config/config.sample.yaml DESTINATION share/doc/arena-connect/examples COMPONENT connector)

# The state of a service lies in /var and its configuration in /etc, wherever the programs are.
set(unit_directory "/lib/systemd/system" CACHE PATH "Where systemd looks for units")
foreach(unit arena-connect.service arena-connect@.service)
  install(CODE "
    file(READ \"${CMAKE_SOURCE_DIR}/systemd/${unit}\" text)
    string(REPLACE \"/usr/bin/\" \"\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_BINDIR}/\" text \"\${text}\")
    string(REPLACE \"/usr/lib/arena-connect/\" \"\${CMAKE_INSTALL_PREFIX}/lib/arena-connect/\" text \"\${text}\")
    set(into \"\$ENV{DESTDIR}${unit_directory}/${unit}\")
    message(STATUS \"Installing: \${into}\")
    file(WRITE \"\${into}\" \"\${text}\")
    file(CHMOD \"\${into}\" PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
    " COMPONENT service)
  install(FILES systemd/hardening.conf DESTINATION "${unit_directory}/${unit}.d" RENAME 10-hardening.conf
    COMPONENT service)
endforeach()
install(PROGRAMS packaging/release-cgroup DESTINATION "lib/arena-connect" COMPONENT service)
install(FILES systemd/arena-connect.sysusers DESTINATION /usr/lib/sysusers.d RENAME arena-connect.conf COMPONENT service)
install(FILES systemd/arena-connect.tmpfiles DESTINATION /usr/lib/tmpfiles.d RENAME arena-connect.conf COMPONENT service)
install(FILES packaging/config.yaml DESTINATION /etc/arena-connect COMPONENT service)
install(DIRECTORY DESTINATION /etc/arena-connect/credentials COMPONENT service
  DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)

# Part of packaging/relocatable/make, which container images are made with.
add_executable(arena-launcher EXCLUDE_FROM_ALL packaging/relocatable/launcher.cpp)
target_link_libraries(arena-launcher PRIVATE arena_compiler)
target_link_options(arena-launcher PRIVATE -static)
