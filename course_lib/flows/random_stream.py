"""Random numbers of one's own: a seed that nobody else can feel."""

import torch


class RandomStream:
    """Inside ``with`` torch draws from a stream of its own; outside it goes on as if nothing was.

    The stream starts at ``seed`` and goes on at the next ``with`` where it stopped. It holds on the
    CPU and on every GPU in use.

    >>> stream, state = RandomStream(0), torch.get_rng_state()
    >>> with stream:
    ...     first = torch.rand(2)
    >>> with stream:
    ...     second = torch.rand(2)
    >>> (first == second).any().item(), (state == torch.get_rng_state()).all().item()
    (False, True)
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._mine = {}  # device: the state where the stream stopped

    def __enter__(self):
        self._theirs = {device: state_of(device) for device in devices()}
        for device in self._theirs:
            if device not in self._mine:
                self._mine[device] = torch.Generator(device).manual_seed(self._seed).get_state()
            set_state(device, self._mine[device])
        return self

    def __exit__(self, *error):
        for device, state in self._theirs.items():
            self._mine[device] = state_of(device)
            set_state(device, state)


def devices():
    """The CPU, and the GPUs if torch has woken them."""
    awake = torch.cuda.is_available() and torch.cuda.is_initialized()
    return ["cpu", *(f"cuda:{i}" for i in range(torch.cuda.device_count() if awake else 0))]


def state_of(device):
    return torch.get_rng_state() if device == "cpu" else torch.cuda.get_rng_state(device)


def set_state(device, state):
    if device == "cpu":
        torch.set_rng_state(state)
    else:
        torch.cuda.set_rng_state(state, device)
