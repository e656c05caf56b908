# For every target of a native build, dependencies included: a fault in what they are given shows in them.
if(FMID_SANITIZE)
  # vptr looks types up by RTTI, which the core is built without.
  add_compile_options(-fsanitize=address,undefined -fno-sanitize=vptr -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined -fno-sanitize=vptr)
  add_compile_options(-g1)  # the lines that their reports name; "dev" has the rest for a debugger
  # Asserts, which a release leaves out: nlohmann_json's and the C++ library's own.
  add_compile_options(-UNDEBUG)
  add_compile_definitions($<$<COMPILE_LANGUAGE:CXX>:_GLIBCXX_ASSERTIONS>)
endif()
