// Where randomness comes from: the caller. The core cannot draw a number by itself.
#pragma once

#include <cstdint>
#include <span>

namespace fmid {

class RandomSource {
 public:
  virtual ~RandomSource() = default;
  // Fills all of `out` from the operating system's cryptographic generator, or returns false; there is no weaker way.
  [[nodiscard]] virtual bool Fill(std::span<std::uint8_t> out) = 0;
};

}  // namespace fmid
