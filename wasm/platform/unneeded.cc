// Functions that nlohmann_json and Embind call and whose results nothing uses. The C library's, with their arithmetic of 128 bits, would be
// a fifth of the module. The linker puts these in their place (cmake/Emscripten.cmake, --wrap).
#include <cstddef>

extern "C" {

// nlohmann_json asks it whether a number is finite; the core judges numbers by their text (json/parse.cc).
double __wrap_strtod(const char* text, char** end);
double __wrap_strtod(const char* /*text*/, char** /*end*/) { return 0; }

// nlohmann_json spells control characters with it in the sentences of its errors, which nobody gets to see.
int __wrap_snprintf(char* out, std::size_t size, const char* format, ...);
int __wrap_snprintf(char* out, std::size_t size, const char* /*format*/, ...) {
  if (size > 0) *out = '\0';
  return 0;
}

// Embind writes the address of a type that has no name with it, for a sentence that says so. (The compiler makes it of sprintf, where no
// number with a fraction is written.)
int __wrap_siprintf(char* out, const char* format, ...);
int __wrap_siprintf(char* out, const char* /*format*/, ...) {
  *out = '\0';
  return 0;
}

// Embind registers every type that it knows as the module starts. Texts cross the boundary as bytes (bindings/convert.h), so that its strings
// are none of those that are used: the JavaScript for them is left out with their names.
void __wrap__embind_register_std_string(const void* type, const char* name);
void __wrap__embind_register_std_string(const void* /*type*/, const char* /*name*/) {}
void __wrap__embind_register_std_wstring(const void* type, std::size_t char_size, const char* name);
void __wrap__embind_register_std_wstring(const void* /*type*/, std::size_t /*char_size*/, const char* /*name*/) {}

}  // extern "C"
