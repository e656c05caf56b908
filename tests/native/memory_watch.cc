#include "memory_watch.h"

#include <malloc.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <new>

namespace {

// No allocation in here: this is where allocations come from.
constexpr std::size_t kMaxBlocks = 1 << 16;
std::array<void*, kMaxBlocks> live_blocks;
std::size_t live_count = 0;
bool watching = false;
std::string_view watched;
int freed_with_canary = 0;

bool HasCanary(const void* block) {
  const std::string_view content(static_cast<const char*>(block), malloc_usable_size(const_cast<void*>(block)));
  return content.find(watched) != std::string_view::npos;
}

}  // namespace

void* operator new(std::size_t size) {
  void* block = std::malloc(size == 0 ? 1 : size);
  if (block == nullptr) std::abort();
  if (watching) {
    std::memset(block, 0, malloc_usable_size(block));  // what lay here before belongs to somebody else
    if (live_count < kMaxBlocks) live_blocks[live_count++] = block;
  }
  return block;
}

void operator delete(void* block) noexcept {
  if (block == nullptr) return;
  if (watching) {
    if (HasCanary(block)) ++freed_with_canary;
    for (std::size_t i = live_count; i-- > 0;) {
      if (live_blocks[i] != block) continue;
      live_blocks[i] = live_blocks[--live_count];
      break;
    }
  }
  std::free(block);
}

void operator delete(void* block, std::size_t /*size*/) noexcept { operator delete(block); }

// The library's forms for arrays call those above; AddressSanitizer brings its own, which do not.
void* operator new[](std::size_t size) { return operator new(size); }
void operator delete[](void* block) noexcept { operator delete(block); }
void operator delete[](void* block, std::size_t /*size*/) noexcept { operator delete(block); }

namespace fmid::test {

MemoryWatch::MemoryWatch(std::string_view canary) {
  watched = canary;
  live_count = 0;
  freed_with_canary = 0;
  watching = true;
}

MemoryWatch::~MemoryWatch() { watching = false; }

int MemoryWatch::Freed() const { return freed_with_canary; }

int MemoryWatch::Held() const {
  int held = 0;
  for (std::size_t i = 0; i < live_count; ++i) held += HasCanary(live_blocks[i]) ? 1 : 0;
  return held;
}

}  // namespace fmid::test
