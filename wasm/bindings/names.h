// Enumerators as the texts that JavaScript has for them.
#pragma once

#include <array>
#include <string_view>
#include <utility>

namespace fmid::bindings {

template <class Value>
using Name = std::pair<std::string_view, Value>;

// The value of that name; of a name that is not in the table, the first.
template <class Table>
[[nodiscard]] constexpr auto ValueOf(const Table& table, std::string_view name) {
  for (const auto& [each, value] : table) {
    if (each == name) return value;
  }
  return table.front().second;
}

}  // namespace fmid::bindings
