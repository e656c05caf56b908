#include "srp/pad.h"

#include "bytes/text.h"

namespace fmid::srp {

std::vector<std::uint8_t> Pad(Bytes magnitude) {
  while (!magnitude.empty() && magnitude.front() == 0) magnitude = magnitude.subspan(1);
  std::vector<std::uint8_t> padded;
  padded.reserve(magnitude.size() + 1);
  if (magnitude.empty() || magnitude.front() >= 0x80) padded.push_back(0);
  padded.insert(padded.end(), magnitude.begin(), magnitude.end());
  return padded;
}

std::optional<std::vector<std::uint8_t>> PadHex(std::string_view hex, std::size_t max_digits) {
  const bool negative = hex.starts_with('-');
  if (negative) hex.remove_prefix(1);
  if (hex.empty() || hex.size() > max_digits) return std::nullopt;

  std::vector<std::uint8_t> magnitude((hex.size() + 1) / 2);
  for (std::size_t i = 0; i < hex.size(); ++i) {
    const int value = HexValue(hex[hex.size() - 1 - i]);
    if (value < 0) return std::nullopt;
    magnitude[magnitude.size() - 1 - i / 2] |= static_cast<std::uint8_t>(i % 2 == 0 ? value : value << 4);
  }
  std::vector<std::uint8_t> padded = Pad(magnitude);
  if (!negative) return padded;

  // −m = ~m + 1. `padded` has a clear sign bit, so the complement has it set (or is zero, for −0).
  unsigned carry = 1;
  for (auto byte = padded.rbegin(); byte != padded.rend(); ++byte) {
    const unsigned sum = static_cast<std::uint8_t>(~*byte) + carry;
    *byte = static_cast<std::uint8_t>(sum);
    carry = sum >> 8;
  }
  // Shortest form: a leading ff says nothing where the next byte has its sign bit set already.
  if (padded.size() > 1 && padded[0] == 0xFF && padded[1] >= 0x80) padded.erase(padded.begin());
  return padded;
}

}  // namespace fmid::srp
