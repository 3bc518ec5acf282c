# The client library as others use it: one archive, the public headers, find_package(bouts) and pkg-config.
#
#   cmake --install build/release --component sdk --prefix /somewhere
#
# docs/decisions/0008 says why the headers are rewritten on their way out.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# One library of the rooms that make it up; nothing is compiled twice for it.
set(rooms core_base core_wire core_http boost_compiled aio sdk)
list(TRANSFORM rooms REPLACE "(.+)" "$<TARGET_OBJECTS:\\1>" OUTPUT_VARIABLE objects)
add_library(bouts_library STATIC ${objects})
set_target_properties(bouts_library PROPERTIES OUTPUT_NAME bouts EXPORT_NAME bouts LINKER_LANGUAGE CXX)
target_compile_features(bouts_library INTERFACE cxx_std_23)
# Asio and Beast are compiled in it, and must not be a second time in the program.
target_compile_definitions(bouts_library INTERFACE BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION)
target_include_directories(bouts_library INTERFACE "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>")
target_link_libraries(bouts_library INTERFACE
  Boost::headers Boost::url OpenSSL::SSL OpenSSL::Crypto simdjson::simdjson Threads::Threads)

# What programs may include. A header that includes another than these fails the installation.
set(public_headers
  core/base/error.hpp core/base/ids.hpp core/base/limits.hpp core/base/secret.hpp core/base/time.hpp
  core/http/rate_limit.hpp core/http/retry.hpp
  core/wire/account_models.hpp core/wire/encode.hpp core/wire/event.hpp core/wire/models.hpp
  core/wire/page_walk.hpp core/wire/print.hpp core/wire/raw_json.hpp core/wire/webhook_models.hpp
  core/wire/webhook_signature.hpp core/wire/word.hpp core/wire/words.hpp
  sdk/answer.hpp sdk/arguments.hpp sdk/async_client.hpp sdk/calls.hpp sdk/client.hpp sdk/exceptions.hpp sdk/options.hpp
  sdk/page_range.hpp sdk/pager.hpp sdk/transport.hpp sdk/version.hpp)
set(umbrella_headers sdk/async.hpp sdk/bouts.hpp)  # these lie in bouts/ itself

set(package "${CMAKE_INSTALL_LIBDIR}/cmake/bouts")
install(TARGETS bouts_library EXPORT boutsTargets ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT sdk)
install(EXPORT boutsTargets NAMESPACE bouts:: DESTINATION "${package}" COMPONENT sdk)
configure_package_config_file("${CMAKE_CURRENT_LIST_DIR}/boutsConfig.cmake.in"
  "${CMAKE_BINARY_DIR}/package/boutsConfig.cmake" INSTALL_DESTINATION "${package}")
# Before 1.0 every minor version may change the interface.
write_basic_package_version_file("${CMAKE_BINARY_DIR}/package/boutsConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
# From lib/…/pkgconfig to the prefix, so that the whole can be moved.
file(RELATIVE_PATH up_to_prefix "/prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/prefix")
configure_file("${CMAKE_CURRENT_LIST_DIR}/bouts.pc.in" "${CMAKE_BINARY_DIR}/package/bouts.pc" @ONLY)
install(FILES "${CMAKE_BINARY_DIR}/package/boutsConfig.cmake" "${CMAKE_BINARY_DIR}/package/boutsConfigVersion.cmake"
  DESTINATION "${package}" COMPONENT sdk)
install(FILES "${CMAKE_BINARY_DIR}/package/bouts.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig" COMPONENT sdk)
install(CODE "
  set(headers \"${public_headers}\")
  set(umbrellas \"${umbrella_headers}\")
  set(from \"${CMAKE_SOURCE_DIR}\")
  set(into \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_INCLUDEDIR}/bouts\")
  include(\"${CMAKE_CURRENT_LIST_DIR}/install_headers.cmake\")
  " COMPONENT sdk)
