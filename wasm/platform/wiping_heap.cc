// Every block of the WebAssembly heap is wiped when it is freed. SecretBytes wipes what fmid itself holds; this covers what others copy
// on the way: the JSON parser's buffers, strings and lists that grew.
// emmalloc gives its functions weak public names, so that these definitions take their place.
#include <emscripten/emmalloc.h>

#include <cstddef>
#include <cstring>

#include "fmid/secret.h"

extern "C" {

void free(void* block) {
  if (block == nullptr) return;
  fmid::Wipe(block, emmalloc_usable_size(block));
  emmalloc_free(block);
}

void* realloc(void* block, std::size_t size) {
  if (block == nullptr) return emmalloc_malloc(size);
  if (size == 0) {
    free(block);
    return nullptr;
  }
  void* moved = emmalloc_malloc(size);
  if (moved == nullptr) return nullptr;
  const std::size_t old_size = emmalloc_usable_size(block);
  std::memcpy(moved, block, old_size < size ? old_size : size);
  free(block);
  return moved;
}

}  // extern "C"
