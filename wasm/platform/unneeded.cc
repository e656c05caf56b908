// Functions that Embind calls and whose results nothing uses. The linker puts these in their place (cmake/Emscripten.cmake, --wrap).
#include <cstddef>

extern "C" {

// The address of a type that has no name, for a sentence that says so. The C library's brings arithmetic of 128 bits. (The compiler makes it
// of sprintf, where no number with a fraction is written.)
int __wrap_siprintf(char* out, const char* format, ...);
int __wrap_siprintf(char* out, const char* /*format*/, ...) {
  *out = '\0';
  return 0;
}

// Embind registers all the types that it knows as the module starts. Its strings are none that are used, for texts cross the boundary as bytes
// (bindings/convert.h): their JavaScript is left out.
void __wrap__embind_register_std_string(const void* type, const char* name);
void __wrap__embind_register_std_string(const void* /*type*/, const char* /*name*/) {}
void __wrap__embind_register_std_wstring(const void* type, std::size_t char_size, const char* name);
void __wrap__embind_register_std_wstring(const void* /*type*/, std::size_t /*char_size*/, const char* /*name*/) {}

}  // extern "C"
