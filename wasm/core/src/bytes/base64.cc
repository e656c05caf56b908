#include "bytes/base64.h"

namespace fmid {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int ValueOf(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  if (c == '/' || c == '_') return 63;
  return -1;
}

// Six bits after the other; `push` takes each byte that is complete.
template <class Push>
class Decoder {
 public:
  explicit Decoder(Push push) : push_(push) {}
  void Take(int value) {
    bits_ = (bits_ << 6) | static_cast<std::uint32_t>(value);
    count_ += 6;
    if (count_ < 8) return;
    count_ -= 8;
    push_(static_cast<std::uint8_t>(bits_ >> count_));
    bits_ &= (1U << count_) - 1;
  }
  // Whether nothing is left but zeros, less than a character's: else two texts would mean the same bytes.
  [[nodiscard]] bool IsExact() const { return bits_ == 0 && count_ < 6; }

 private:
  Push push_;
  std::uint32_t bits_ = 0;
  int count_ = 0;
};

}  // namespace

std::string EncodeBase64(std::span<const std::uint8_t> bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = bytes.size() - i;
    const std::uint32_t bits = (std::uint32_t{bytes[i]} << 16) | (left > 1 ? std::uint32_t{bytes[i + 1]} << 8 : 0) |
                               (left > 2 ? std::uint32_t{bytes[i + 2]} : 0);
    text += kAlphabet[bits >> 18];
    text += kAlphabet[(bits >> 12) & 63];
    text += left > 1 ? kAlphabet[(bits >> 6) & 63] : '=';
    text += left > 2 ? kAlphabet[bits & 63] : '=';
  }
  return text;
}

std::vector<std::uint8_t> DecodeBase64(std::string_view text) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(text.size() / 4 * 3 + 2);
  Decoder decoder([&](std::uint8_t b) { bytes.push_back(b); });
  for (const char c : text.substr(0, text.find('='))) {
    if (const int value = ValueOf(c); value >= 0) decoder.Take(value);
  }
  return bytes;
}

std::optional<std::string> DecodeBase64Url(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3 + 2);
  Decoder decoder([&](std::uint8_t b) { bytes += static_cast<char>(b); });
  for (const char c : text) {
    const int value = c == '+' || c == '/' ? -1 : ValueOf(c);
    if (value < 0) return std::nullopt;
    decoder.Take(value);
  }
  if (!decoder.IsExact()) return std::nullopt;
  return bytes;
}

}  // namespace fmid
