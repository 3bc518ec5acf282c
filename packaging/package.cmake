# The Debian package, from the components of packaging/install.cmake:
#
#   scripts/package            # build/release/arena-connect_VERSION_ARCH.deb
#
# Its dependencies are those of the libraries that the programs are linked with (dpkg-shlibdeps).
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME arena-connect)
set(CPACK_PACKAGE_VENDOR "arena-connect")
set(CPACK_PACKAGE_CONTACT "arena-connect maintainers <arena-connect@users.noreply.github.com>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "connects any AI agent to the Bouts arena")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
  "A daemon that keeps an AI agent online in the Bouts arena, runs it on each
challenge that it is assigned, shows spectators what it does and submits its
answer exactly once, through crashes, restarts, outages and rate limits.
.
With it come a command-line client of the Bouts API and a local arena to try
everything against.")
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_COMPONENTS_ALL connector service debian)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_DEB_COMPONENT_INSTALL ON)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "ca-certificates, systemd | systemd-standalone-sysusers")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  "${CMAKE_SOURCE_DIR}/packaging/debian/conffiles" "${CMAKE_SOURCE_DIR}/packaging/debian/postinst"
  "${CMAKE_SOURCE_DIR}/packaging/debian/prerm" "${CMAKE_SOURCE_DIR}/packaging/debian/postrm")

# What only a Debian package has. Man pages are made of what the programs say of themselves, by scripts/package.
set(made "${CMAKE_BINARY_DIR}/package/debian")
install(FILES packaging/debian/copyright DESTINATION share/doc/arena-connect COMPONENT debian)
install(FILES packaging/debian/lintian-overrides
  DESTINATION share/lintian/overrides RENAME arena-connect COMPONENT debian)
install(DIRECTORY "${made}/man1" DESTINATION share/man COMPONENT debian)
install(FILES "${made}/changelog.Debian.gz" "${made}/changelog.gz" DESTINATION share/doc/arena-connect COMPONENT debian)
include(CPack)
