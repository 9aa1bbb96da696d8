//! A stable, adaptive merge sort whose comparison may fail and need not be consistent: Rust's own sorts may panic
//! when it is not. Natural runs are merged by the rule of powersort; what lies already in place at either end of a
//! merge is found by galloping, so that sorted input costs one comparison per item.

use crate::native::PyResult;

/// Runs shorter than this are lengthened by binary insertion.
const MIN_RUN: usize = 24;

/// Whether the first comes before the second.
pub type Less<'a, T> = &'a mut dyn FnMut(&T, &T) -> PyResult<bool>;

/// Sorts in place. After an error the order is unspecified and items may be doubled: callers sort places, not items.
pub fn sort<T: Copy>(items: &mut [T], less: Less<T>) -> PyResult<()> {
    let length = items.len();
    if length < 2 {
        return Ok(());
    }
    let mut scratch = Vec::new();
    // Start, length and power (of the boundary to the run below) of runs that await merging.
    let mut pending: Vec<(usize, usize, u32)> = Vec::new();
    let mut start = 0;
    while start < length {
        let run = next_run(&mut items[start..], less)?;
        let mut power = 0;
        if let Some(&(below, below_length, _)) = pending.last() {
            power = boundary_power(below, below_length, run, length);
            while pending.len() > 1 && pending[pending.len() - 1].2 > power {
                merge_top(items, &mut pending, &mut scratch, less)?;
            }
        }
        pending.push((start, run, power));
        start += run;
    }
    while pending.len() > 1 {
        merge_top(items, &mut pending, &mut scratch, less)?;
    }
    Ok(())
}

/// The depth, in a balanced tree over the whole, at which the boundary between two neighbouring runs lies.
fn boundary_power(left: usize, left_length: usize, right_length: usize, length: usize) -> u32 {
    let a = 2 * left as u128 + left_length as u128;
    let b = a + left_length as u128 + right_length as u128;
    let scale = |middle: u128| (middle << 62) / length as u128;
    ((scale(a) ^ scale(b)) as u64).leading_zeros()
}

/// The length of the run at the front, which is brought into ascending order and to a least length.
fn next_run<T: Copy>(items: &mut [T], less: Less<T>) -> PyResult<usize> {
    if items.len() < 2 {
        return Ok(items.len());
    }
    let descending = less(&items[1], &items[0])?;
    let mut run = 2;
    while run < items.len() && less(&items[run], &items[run - 1])? == descending {
        run += 1;
    }
    if descending {
        items[..run].reverse();
    }
    let least = items.len().min(MIN_RUN);
    for next in run..least {
        let item = items[next];
        let (mut low, mut high) = (0, next);
        while low < high {
            let middle = (low + high) / 2;
            if less(&item, &items[middle])? { high = middle } else { low = middle + 1 }
        }
        items.copy_within(low..next, low + 1);
        items[low] = item;
    }
    Ok(run.max(least))
}

fn merge_top<T: Copy>(
    items: &mut [T],
    pending: &mut Vec<(usize, usize, u32)>,
    scratch: &mut Vec<T>,
    less: Less<T>,
) -> PyResult<()> {
    let (Some(right), Some(left)) = (pending.pop(), pending.pop()) else { return Ok(()) };
    merge(&mut items[left.0..right.0 + right.1], left.1, scratch, less)?;
    pending.push((left.0, left.1 + right.1, left.2));
    Ok(())
}

/// Merges the sorted halves `items[..middle]` and `items[middle..]`.
fn merge<T: Copy>(items: &mut [T], middle: usize, scratch: &mut Vec<T>, less: Less<T>) -> PyResult<()> {
    let first = items[middle];
    let skip = gallop(&items[..middle], |item| less(&first, item).map(|before| !before))?;
    if skip == middle {
        return Ok(());
    }
    let last = items[middle - 1];
    let keep = gallop(&items[middle..], |item| less(item, &last))?;
    let items = &mut items[skip..middle + keep];
    let middle = middle - skip;
    scratch.clear();
    if middle <= items.len() - middle {
        merge_forwards(items, middle, scratch, less)
    } else {
        merge_backwards(items, middle, scratch, less)
    }
}

/// How many items at the front satisfy a condition that holds for a front part only: probes at 0, 1, 3, 7 ...
/// then halves.
fn gallop<T>(items: &[T], mut holds: impl FnMut(&T) -> PyResult<bool>) -> PyResult<usize> {
    let (mut low, mut probe) = (0, 0);
    while probe < items.len() && holds(&items[probe])? {
        low = probe + 1;
        probe = probe * 2 + 1;
    }
    let mut high = probe.min(items.len());
    while low < high {
        let middle = (low + high) / 2;
        if holds(&items[middle])? { low = middle + 1 } else { high = middle }
    }
    Ok(low)
}

/// The left half is the shorter one: it is put aside.
fn merge_forwards<T: Copy>(items: &mut [T], middle: usize, scratch: &mut Vec<T>, less: Less<T>) -> PyResult<()> {
    scratch.extend_from_slice(&items[..middle]);
    let (mut left, mut right, mut out) = (0, middle, 0);
    while left < scratch.len() && right < items.len() {
        if less(&items[right], &scratch[left])? {
            items[out] = items[right];
            right += 1;
        } else {
            items[out] = scratch[left];
            left += 1;
        }
        out += 1;
    }
    let rest = scratch.len() - left;
    items[out..out + rest].copy_from_slice(&scratch[left..]);
    Ok(())
}

/// The right half is the shorter one: it is put aside.
fn merge_backwards<T: Copy>(items: &mut [T], middle: usize, scratch: &mut Vec<T>, less: Less<T>) -> PyResult<()> {
    scratch.extend_from_slice(&items[middle..]);
    let (mut left, mut right, mut out) = (middle, scratch.len(), items.len());
    while left > 0 && right > 0 {
        out -= 1;
        if less(&scratch[right - 1], &items[left - 1])? {
            items[out] = items[left - 1];
            left -= 1;
        } else {
            items[out] = scratch[right - 1];
            right -= 1;
        }
    }
    items[out - right..out].copy_from_slice(&scratch[..right]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers from a fixed generator.
    fn numbers(count: usize, limit: u64) -> Vec<(u64, usize)> {
        let mut state = 12345u64;
        (0..count)
            .map(|index| {
                state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                ((state >> 33) % limit, index)
            })
            .collect()
    }

    #[test]
    fn sorts_stably_whatever_the_input() {
        for count in [0, 1, 2, 23, 24, 25, 100, 1000, 5000] {
            for limit in [1, 3, 50, 1 << 30] {
                let mut items = numbers(count, limit);
                assert!(sort(&mut items, &mut |a, b| Ok(a.0 < b.0)).is_ok());
                assert!(items.is_sorted());
            }
        }
    }

    #[test]
    fn sorted_input_takes_one_comparison_per_item() {
        let mut compared = 0;
        let mut items: Vec<usize> = (0..10_000).collect();
        let mut less = |a: &usize, b: &usize| {
            compared += 1;
            Ok(a < b)
        };
        assert!(sort(&mut items, &mut less).is_ok());
        assert_eq!(compared, 9_999);
    }
}
