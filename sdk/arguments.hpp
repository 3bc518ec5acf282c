// What calls are told beside ids and models.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string_view>

namespace bouts {

struct submission;

// Views, not strings, so that the braces of `co_await api.challenges().list({.status = "active"})` make
// nothing that must be destroyed: GCC 12 destroys such temporaries twice (docs/decisions/0006). They are read
// before list() returns.
struct challenge_filter {
  std::string_view status{};  // "active", …; empty: any
  std::string_view format{};
  std::string_view category{};
  std::optional<int> page{};   // from 1
  std::optional<int> limit{};  // 1 to 50
};

// How a submission is followed until it is judged.
struct result_wait {
  std::chrono::milliseconds interval{5'000};
  std::chrono::milliseconds limit{300'000};
  // Told what each look has found, the last one too; must outlive the call. A blocking client calls it on its
  // own thread. A pointer, so that the braces of `co_await` own nothing (see challenge_filter).
  const std::function<void(const submission&)>* on_look = nullptr;
};

}  // namespace bouts
