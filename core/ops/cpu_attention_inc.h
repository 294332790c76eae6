// SPDX-License-Identifier: Apache-2.0
// Attention of one family of sequences and one key head; see cpu_kernels_inc.h. Rows of queries are taken kQueryRows at a
// time; a block's scores over the keys it may see are the only thing of size length, so scratch is linear in the sequence.
// The root's keys and values are laid out once, and each child's behind them in turn.

namespace retort::cpu::RETORT_ISA {

constexpr std::int64_t kQueryRows = 24;
constexpr float kMasked = kernels::kMaskedScore;
/// Rows of scores are padded to what kernels::exponentiateScores wants.
RETORT_INLINE std::int64_t roundScores(std::int64_t n) { return (n + 15) / 16 * 16; }

/// y[0..D), which may be x, = x turned by the angles (not turned when cos is null).
RETORT_INLINE void turn(const float* x, const float* cos, const float* sin, float direction, std::int64_t dim, float* y) {
    if (!cos) {
        for (std::int64_t i = 0; i < dim; ++i) y[i] = x[i];
        return;
    }
    const std::int64_t half = dim / 2;
    // Products are rounded before they are added, as the generator does.
    std::int64_t i = 0;
    for (; i + kLanes <= half; i += kLanes) {
        const Vec c = load(cos + i), s = load(sin + i) * direction, left = load(x + i), right = load(x + i + half);
        store(y + i, rounded(left * c) - rounded(right * s));
        store(y + i + half, rounded(right * c) + rounded(left * s));
    }
    if (i == half) return;
    const std::int64_t n = half - i;
    const Vec c = loadPart(cos + i, n, 0), s = loadPart(sin + i, n, 0) * direction;
    const Vec left = loadPart(x + i, n, 0), right = loadPart(x + i + half, n, 0);
    storePart(y + i, rounded(left * c) - rounded(right * s), n);
    storePart(y + i + half, rounded(right * c) + rounded(left * s), n);
}

RETORT_INLINE void clear(float* p, std::int64_t count) {
    __builtin_memset(p, 0, static_cast<std::size_t>(count) * sizeof(float));
}

RETORT_INLINE const float* angles(const float* table, std::int64_t token, std::int64_t dim) {
    return table ? table + token * (dim / 2) : nullptr;
}

/// rows [length, padded dim] of a head, zero-padded.
static void packRows(const float* x, std::int64_t stride, const AttentionView& view, bool turned, std::int64_t begin,
                     std::int64_t length, float* rows) {
    const std::int64_t dim = view.head_dim, padded = roundUp(dim);
    for (std::int64_t t = 0; t < length; ++t) {
        float* row = rows + t * padded;
        turn(x + (begin + t) * stride, turned ? angles(view.cos, begin + t, dim) : nullptr, angles(view.sin, begin + t, dim),
             1, dim, row);
        for (std::int64_t i = dim; i < padded; ++i) row[i] = 0;
    }
}

/// Rows of a head, `stride` floats apart.
struct HeadRows {
    const float* first;
    std::int64_t stride;
};

/// Rows [begin, begin + length) of a head where they are, or packed in `room` when they have to be turned or do not end with
/// a vector.
RETORT_INLINE HeadRows headRows(const float* x, std::int64_t stride, const AttentionView& view, bool turned,
                                std::int64_t begin, std::int64_t length, float* room) {
    if (!(turned && view.cos) && view.head_dim % kLanes == 0) return {x + begin * stride, stride};
    packRows(x, stride, view, turned, begin, length, room);
    return {room, roundUp(view.head_dim)};
}

/// Places [first, first + length) of columns [dim, width] from rows [length, padded dim].
static void transpose(const float* rows, std::int64_t length, std::int64_t dim, std::int64_t width, std::int64_t first,
                      float* columns) {
    const std::int64_t padded = roundUp(dim);
    for (std::int64_t t = 0; t < length; ++t)
        for (std::int64_t i = 0; i < dim; ++i) columns[i * width + first + t] = rows[t * padded + i];
}

/// Rows [length, padded dim] to a head's gradient after turning them back.
static void unpackRows(const float* rows, const AttentionView& view, bool turned, std::int64_t begin, std::int64_t length,
                       float* x, std::int64_t stride) {
    const std::int64_t dim = view.head_dim, padded = roundUp(dim);
    for (std::int64_t t = 0; t < length; ++t)
        turn(rows + t * padded, turned ? angles(view.cos, begin + t, dim) : nullptr, angles(view.sin, begin + t, dim), -1,
             dim, x + (begin + t) * stride);
}

static std::int64_t attentionScratch(std::int64_t length, std::int64_t head_dim, bool backward) {
    const std::int64_t dim = roundUp(head_dim), width = roundScores(length);
    if (!backward) return 2 * length * dim + head_dim * width + kQueryRows * (width + 2 * dim);
    return (5 * length + 1) * dim + 2 * head_dim * width + kQueryRows * (4 * width + 5 * dim);
}

/// Keys and values of one key head, as far as they have been laid out.
struct KeyRows {
    float *k_rows, *v_rows, *k_columns, *v_columns;  ///< v_columns: null in the forward pass
    std::int64_t width;                              ///< of a row of columns
    /// With `bf16`, instead of v_columns: v's columns, two at a time [(dim + 1) / 2, width], and k's rows, two at a time.
    const kernels::Bf16Kernels* bf16 = nullptr;
    kernels::Bf16Pair *v_pairs = nullptr, *k_pairs = nullptr;

    /// The tokens of `range` at places [first, first + length).
    void add(const AttentionView& view, std::int64_t kv_head, TokenRange range, std::int64_t first) const {
        const std::int64_t dim = view.head_dim, padded = roundUp(dim);
        packRows(view.k + kv_head * dim, view.k_stride, view, true, range.begin, range.length, k_rows + first * padded);
        packRows(view.v + kv_head * dim, view.v_stride, view, false, range.begin, range.length, v_rows + first * padded);
        transpose(k_rows + first * padded, range.length, dim, width, first, k_columns);
        if (v_columns) transpose(v_rows + first * padded, range.length, dim, width, first, v_columns);
        if (bf16) addPairs(dim, first, range.length);
    }

    void addPairs(std::int64_t dim, std::int64_t first, std::int64_t length) const {
        const std::int64_t padded = roundUp(dim), halves = (dim + 1) / 2, end = first + length;
        kernels::Bf16Pair* row = v_pairs + halves * width;
        for (std::int64_t t = first; t < end; ++t) {
            bf16->pairUp(v_rows + t * padded, 0, 1, dim, row, 0);
            for (std::int64_t i = 0; i < halves; ++i) v_pairs[i * width + t] = row[i];
        }
        // What a block's last scores are multiplied by must be finite.
        for (std::int64_t i = 0; i < halves; ++i)
            for (std::int64_t t = end; t < roundScores(end); ++t) v_pairs[i * width + t] = 0;
        const std::int64_t even = first / 2 * 2;
        bf16->pairRows(k_rows + even * padded, padded, end - even, padded, k_pairs + even / 2 * padded, padded);
    }
};

/// Queries of one range, whose first token sees `before` keys besides itself.
static void rangeForward(const AttentionView& view, const KeyRows& keys, TokenRange range, std::int64_t before,
                         std::int64_t kv_head, float* out, float* lse, float* scratch) {
    const std::int64_t dim = view.head_dim, padded = roundUp(dim), width = keys.width;
    float* q_rows = scratch;
    float* o_rows = q_rows + kQueryRows * padded;
    float* scores = o_rows + kQueryRows * padded;
    const std::int64_t group = view.heads / view.kv_heads;
    for (std::int64_t head = kv_head * group; head < (kv_head + 1) * group; ++head)
        for (std::int64_t first = 0; first < range.length; first += kQueryRows) {
            const std::int64_t count = range.length - first < kQueryRows ? range.length - first : kQueryRows;
            const std::int64_t seen = before + first + count, span = roundScores(seen), token = range.begin + first;
            const HeadRows q = headRows(view.q + head * dim, view.q_stride, view, true, token, count, q_rows);
            gemmBlocked(scores, width, q.first, q.stride, keys.k_columns, width, count, span, dim);
            float inverse[kQueryRows];
            for (std::int64_t r = 0; r < count; ++r) {
                float *row = scores + r * width, best;
                for (std::int64_t j = before + first + r + 1; j < span; ++j) row[j] = kMasked;
                const double total = kernels::exponentiateScores(row, static_cast<std::int32_t>(span), view.scale, &best);
                inverse[r] = static_cast<float>(1.0 / total);
                lse[(token + r) * view.heads + head] =
                    static_cast<float>(best * view.scale) + __builtin_logf(static_cast<float>(total));
            }
            gemmBlocked(o_rows, padded, scores, width, keys.v_rows, padded, count, padded, seen);
            for (std::int64_t r = 0; r < count; ++r) {
                float* row = out + (token + r) * view.out_stride + head * dim;
                for (std::int64_t i = 0; i < dim; ++i) row[i] = o_rows[r * padded + i] * inverse[r];
            }
        }
}

static void attentionForward(const AttentionView& view, const AttentionFamily& family, std::int64_t kv_head, float* out,
                             float* lse, float* scratch) {
    const std::int64_t padded = roundUp(view.head_dim), width = roundScores(family.longest);
    float* v_rows = scratch + family.longest * padded;
    float* k_columns = v_rows + family.longest * padded;
    float* rest = k_columns + view.head_dim * width;
    const KeyRows keys{scratch, v_rows, k_columns, nullptr, width};
    keys.add(view, kv_head, family.root, 0);
    rangeForward(view, keys, family.root, 0, kv_head, out, lse, rest);
    for (std::int64_t i = 0; i < family.count; ++i) {
        keys.add(view, kv_head, family.children[i], family.root.length);
        rangeForward(view, keys, family.children[i], family.root.length, kv_head, out, lse, rest);
    }
}

/// scores become probabilities, d_probs becomes the gradient of the products of queries and keys.
static void scoreGradient(float* scores, float* d_probs, std::int64_t visible, std::int64_t span, float scale, float lse,
                          float delta) {
    for (std::int64_t j = visible; j < span; ++j) scores[j] = kMasked;
    for (std::int64_t j = 0; j < span; j += kLanes) {
        const Vec p = vexp(load(scores + j) * scale - lse);
        store(scores + j, p);
        store(d_probs + j, p * scale * (load(d_probs + j) - delta));
    }
}

RETORT_INLINE float dot(const float* a, const float* b, std::int64_t n) {
    Vec sum = {};
    std::int64_t i = 0;
    for (; i + kLanes <= n; i += kLanes) sum += load(a + i) * load(b + i);
    if (i < n) sum += loadPart(a + i, n - i, 0) * loadPart(b + i, n - i, 0);
    return sumOf(sum);
}

/// What a block of queries takes of a head's scratch, and its gradients' sums.
struct BackwardRows {
    float *dk_rows, *dv_rows, *q_rows, *do_rows, *dq_rows, *scores, *d_probs, *rest;

    BackwardRows(float* dk, float* dv, std::int64_t padded, std::int64_t width, float* scratch)
        : dk_rows(dk),
          dv_rows(dv),
          q_rows(scratch),
          do_rows(q_rows + kQueryRows * padded),
          dq_rows(do_rows + kQueryRows * padded),
          scores(dq_rows + kQueryRows * padded),
          d_probs(scores + kQueryRows * width),
          rest(d_probs + kQueryRows * width) {}
};

/// A block of `count` queries that see the first `seen` keys: their gradients and their shares in those of keys and values.
/// Scores are probabilities now and d_probs the scores' gradient.
static void blockProducts(const KeyRows& keys, const BackwardRows& at, HeadRows q, HeadRows d_o, std::int64_t count,
                          std::int64_t seen, std::int64_t padded, float* dq, std::int64_t dq_stride) {
    const std::int64_t width = keys.width;
    gemmVectors(at.dv_rows, padded, at.scores, 1, width, d_o.first, d_o.stride, seen, padded, count, true);
    gemmVectors(at.dk_rows, padded, at.d_probs, 1, width, q.first, q.stride, seen, padded, count, true);
    gemmVectors(dq, dq_stride, at.d_probs, width, 1, keys.k_rows, padded, count, padded, seen, false);
}

/// The same of operands rounded to bf16: pairs of queries for keys and values, pairs of keys for the queries.
static void blockProductsBf16(const KeyRows& keys, const BackwardRows& at, HeadRows q, HeadRows d_o, std::int64_t count,
                              std::int64_t seen, std::int64_t padded, float* dq, std::int64_t dq_stride) {
    const kernels::Bf16Kernels& bf16 = *keys.bf16;
    const std::int64_t width = keys.width, span = roundScores(seen), halves = (count + 1) / 2;
    auto* left = reinterpret_cast<kernels::Bf16Pair*>(at.rest);
    auto* right = left + kQueryRows * width;
    bf16.pairRows(at.scores, width, count, span, left, width);
    bf16.pairRows(d_o.first, d_o.stride, count, padded, right, padded);
    bf16.gemm(at.dv_rows, padded, left, 1, width, right, padded, seen, padded, halves, true);
    bf16.pairRows(at.d_probs, width, count, span, left, width);
    bf16.pairRows(q.first, q.stride, count, padded, right, padded);
    bf16.gemm(at.dk_rows, padded, left, 1, width, right, padded, seen, padded, halves, true);
    bf16.pairUp(at.d_probs, width, count, span, left, width / 2);
    bf16.gemm(dq, dq_stride, left, width / 2, 1, keys.k_pairs, padded, count, padded, (seen + 1) / 2, false);
}

/// d_probs = the products of the rows of d_o with the values.
static void probGradient(const KeyRows& keys, const BackwardRows& at, HeadRows d_o, std::int64_t count, std::int64_t span,
                         std::int64_t dim) {
    if (!keys.bf16) {
        gemmVectors(at.d_probs, keys.width, d_o.first, d_o.stride, 1, keys.v_columns, keys.width, count, span, dim, false);
        return;
    }
    const std::int64_t halves = (dim + 1) / 2;
    auto* left = reinterpret_cast<kernels::Bf16Pair*>(at.rest);
    keys.bf16->pairUp(d_o.first, d_o.stride, count, dim, left, halves);
    keys.bf16->gemm(at.d_probs, keys.width, left, halves, 1, keys.v_pairs, keys.width, count, span, halves, false);
}

/// Adds to dk_rows and dv_rows, writes the gradient of the range's queries.
static void rangeBackward(const AttentionView& view, const AttentionGrad& grad, const KeyRows& keys, TokenRange range,
                          std::int64_t before, std::int64_t kv_head, const BackwardRows& at) {
    const std::int64_t dim = view.head_dim, padded = roundUp(dim), width = keys.width;
    const auto products = keys.bf16 ? blockProductsBf16 : blockProducts;
    const std::int64_t group = view.heads / view.kv_heads, row_stride = view.out_stride;
    for (std::int64_t head = kv_head * group; head < (kv_head + 1) * group; ++head)
        for (std::int64_t first = 0; first < range.length; first += kQueryRows) {
            const std::int64_t count = range.length - first < kQueryRows ? range.length - first : kQueryRows;
            const std::int64_t seen = before + first + count, span = roundScores(seen), begin = range.begin + first;
            const HeadRows q = headRows(view.q + head * dim, view.q_stride, view, true, begin, count, at.q_rows);
            const HeadRows d_o = headRows(grad.d_out + head * dim, row_stride, view, false, begin, count, at.do_rows);
            gemmVectors(at.scores, width, q.first, q.stride, 1, keys.k_columns, width, count, span, dim, false);
            probGradient(keys, at, d_o, count, span, dim);
            for (std::int64_t r = 0; r < count; ++r) {
                const std::int64_t token = begin + r;
                const float delta = dot(grad.out + token * row_stride + head * dim, d_o.first + r * d_o.stride, dim);
                scoreGradient(at.scores + r * width, at.d_probs + r * width, before + first + r + 1, span, view.scale,
                              grad.lse[token * view.heads + head], delta);
            }
            float* dq = grad.dq + head * dim;
            if (!view.cos && dim == padded) {
                products(keys, at, q, d_o, count, seen, padded, dq + begin * grad.dq_stride, grad.dq_stride);
            } else {
                products(keys, at, q, d_o, count, seen, padded, at.dq_rows, padded);
                unpackRows(at.dq_rows, view, true, begin, count, dq, grad.dq_stride);
            }
        }
}

static void attentionBackward(const AttentionView& view, const AttentionGrad& grad, const AttentionFamily& family,
                              std::int64_t kv_head, float* scratch) {
    const std::int64_t dim = view.head_dim, padded = roundUp(dim), width = roundScores(family.longest),
                       size = family.longest * padded;
    float *v_rows = scratch + size, *dk_rows = v_rows + size, *dv_rows = dk_rows + size, *k_columns = dv_rows + size;
    float *v_columns = k_columns + dim * width, *k_pairs = v_columns + dim * width;
    KeyRows keys{scratch, v_rows, k_columns, v_columns, width};
    if (grad.bf16)
        keys = {scratch,
                v_rows,
                k_columns,
                nullptr,
                width,
                grad.bf16,
                reinterpret_cast<kernels::Bf16Pair*>(v_columns),
                reinterpret_cast<kernels::Bf16Pair*>(k_pairs)};
    const BackwardRows at(dk_rows, dv_rows, padded, width, k_pairs + (family.longest + 1) / 2 * padded);
    const auto finish = [&](TokenRange range, std::int64_t first) __attribute__((always_inline)) {
        unpackRows(dk_rows + first * padded, view, true, range.begin, range.length, grad.dk + kv_head * dim, grad.dk_stride);
        unpackRows(dv_rows + first * padded, view, false, range.begin, range.length, grad.dv + kv_head * dim,
                   grad.dv_stride);
    };
    const std::int64_t before = family.root.length;
    keys.add(view, kv_head, family.root, 0);
    clear(dk_rows, 2 * size);
    rangeBackward(view, grad, keys, family.root, 0, kv_head, at);
    for (std::int64_t i = 0; i < family.count; ++i) {
        const TokenRange child = family.children[i];
        keys.add(view, kv_head, child, before);
        clear(dk_rows + before * padded, child.length * padded);
        clear(dv_rows + before * padded, child.length * padded);
        rangeBackward(view, grad, keys, child, before, kv_head, at);
        finish(child, before);
    }
    finish(family.root, 0);
}

}  // namespace retort::cpu::RETORT_ISA
