// Looks for a secret in the memory that the program gives back, and in what it still holds.
#pragma once

#include <string_view>

namespace fmid::test {

// From its construction on. One at a time; the canary is to be kept out of the test's own heap meanwhile.
class MemoryWatch {
 public:
  explicit MemoryWatch(std::string_view canary);
  ~MemoryWatch();
  MemoryWatch(const MemoryWatch&) = delete;
  MemoryWatch& operator=(const MemoryWatch&) = delete;

  // Blocks that were freed with the canary still in them.
  [[nodiscard]] int Freed() const;
  // Blocks allocated since the watch began that have it now.
  [[nodiscard]] int Held() const;
};

}  // namespace fmid::test
