# mbedTLS 3.6 LTS: hashing, HMAC/HKDF, constant-time compare, zeroize, RS256; its bignum is not SRP's, but the tests' oracle of it.
# (An object of a static library that nothing refers to is not linked.) scripts/setup puts the source into .deps/mbedtls; elsewhere upstream's release is fetched.
set(FMID_MBEDTLS_SOURCE ${PROJECT_SOURCE_DIR}/.deps/mbedtls CACHE PATH "Source of mbedTLS 3.6")
if(NOT EXISTS ${FMID_MBEDTLS_SOURCE}/library/sha256.c)
  include(FetchContent)
  FetchContent_Declare(mbedtls
    URL https://github.com/Mbed-TLS/mbedtls/releases/download/mbedtls-3.6.6/mbedtls-3.6.6.tar.bz2
    URL_HASH SHA256=8fb65fae8dcae5840f793c0a334860a411f884cc537ea290ce1c52bb64ca007a)  # Debian's signed .dsc gives the same sum
  FetchContent_GetProperties(mbedtls)
  if(NOT mbedtls_POPULATED)
    FetchContent_Populate(mbedtls)  # the sources only: its own CMake files would build all of it
  endif()
  set(FMID_MBEDTLS_SOURCE ${mbedtls_SOURCE_DIR})
endif()

add_library(fmid_mbedtls STATIC
  ${FMID_MBEDTLS_SOURCE}/library/asn1parse.c
  ${FMID_MBEDTLS_SOURCE}/library/asn1write.c
  ${FMID_MBEDTLS_SOURCE}/library/bignum.c
  ${FMID_MBEDTLS_SOURCE}/library/bignum_core.c
  ${FMID_MBEDTLS_SOURCE}/library/constant_time.c
  ${FMID_MBEDTLS_SOURCE}/library/hkdf.c
  ${FMID_MBEDTLS_SOURCE}/library/md.c
  ${FMID_MBEDTLS_SOURCE}/library/oid.c
  ${FMID_MBEDTLS_SOURCE}/library/platform_util.c
  ${FMID_MBEDTLS_SOURCE}/library/rsa.c
  ${FMID_MBEDTLS_SOURCE}/library/rsa_alt_helpers.c
  ${FMID_MBEDTLS_SOURCE}/library/sha256.c)
target_include_directories(fmid_mbedtls SYSTEM PUBLIC ${FMID_MBEDTLS_SOURCE}/include)
target_include_directories(fmid_mbedtls PUBLIC ${PROJECT_SOURCE_DIR}/wasm/core/src/crypto)
target_compile_definitions(fmid_mbedtls PUBLIC MBEDTLS_CONFIG_FILE="fmid_mbedtls_config.h")  # quoted includes look beside build_info.h first, where the default has the plain name

# Header-only libraries from the system. They are reached through a folder with links to just them: /usr/include itself would give the
# Emscripten compiler the host's C library.
set(fmid_include_paths PATHS /usr/include /usr/local/include /opt/homebrew/include NO_CMAKE_FIND_ROOT_PATH)
find_path(FMID_NLOHMANN_INCLUDE nlohmann/json.hpp REQUIRED ${fmid_include_paths})
find_path(FMID_EXPECTED_INCLUDE tl/expected.hpp REQUIRED ${fmid_include_paths})
set(fmid_headers ${PROJECT_BINARY_DIR}/headers)
file(MAKE_DIRECTORY ${fmid_headers})
file(CREATE_LINK ${FMID_NLOHMANN_INCLUDE}/nlohmann ${fmid_headers}/nlohmann SYMBOLIC)
file(CREATE_LINK ${FMID_EXPECTED_INCLUDE}/tl ${fmid_headers}/tl SYMBOLIC)
add_library(fmid_headers INTERFACE)
target_include_directories(fmid_headers SYSTEM INTERFACE ${fmid_headers})

# GoogleTest from its source, so that the same tests run as WebAssembly.
set(FMID_GOOGLETEST_SOURCE /usr/src/googletest/googletest CACHE PATH "Source of GoogleTest")
add_library(fmid_gtest STATIC EXCLUDE_FROM_ALL
  ${FMID_GOOGLETEST_SOURCE}/src/gtest-all.cc
  ${FMID_GOOGLETEST_SOURCE}/src/gtest_main.cc)
target_include_directories(fmid_gtest SYSTEM PUBLIC ${FMID_GOOGLETEST_SOURCE}/include)
target_include_directories(fmid_gtest PRIVATE ${FMID_GOOGLETEST_SOURCE})
target_compile_definitions(fmid_gtest PUBLIC GTEST_HAS_PTHREAD=0)
if(NOT EMSCRIPTEN)
  target_compile_options(fmid_gtest PRIVATE -O1 -g1)  # it is not what is tested
endif()
