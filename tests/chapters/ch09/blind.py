"""Answers to the prompts of chapter 09, written before its exercises had any misconceptions."""

import textwrap

RIGHT, WRONG = "right", "wrong"


def bodies(head, *answers):
    """(truth, what was done, code) for bodies of one and the same function."""
    return tuple(
        (truth, what, f"\ndef {head}:\n{textwrap.indent(textwrap.dedent(body), '    ')}\n")
        for truth, what, body in answers
    )


ANSWERS = {
    # ------------------------------------------------------------------ 9.1
    "9.1": bodies(
        "log_det(slopes)",
        (WRONG, "product without a logarithm", "return slopes.prod(-1)"),
        (WRONG, "|product| without a logarithm", "return slopes.prod(dim=-1).abs()"),
        (WRONG, "no absolute value", "return torch.log(slopes).sum(-1)"),
        (WRONG, "mean of the logs", "return torch.log(torch.abs(slopes)).mean(-1)"),
        (WRONG, "one number for the whole batch", "return torch.log(slopes.abs()).sum()"),
        (WRONG, "summed over the first dimension", "return torch.log(slopes.abs()).sum(0)"),
        (WRONG, "log of the sum", "return torch.log(slopes.sum(-1).abs())"),
        (WRONG, "log of the sum of sizes", "return torch.log(slopes.abs().sum(-1))"),
        (WRONG, "the inverse's sign", "return -torch.log(slopes.abs()).sum(dim=-1)"),
        (WRONG, "log of |product|: 0 in high dimensions", "return slopes.prod(-1).abs().log()"),
        (WRONG, "not summed", "return torch.log(torch.abs(slopes))"),
        (WRONG, "clamped for safety", "return slopes.abs().clamp(min=1.0).log().sum(-1)"),
        (
            WRONG,
            "a matrix made and its log taken by slogdet, with the sign",
            "return torch.linalg.slogdet(torch.diag_embed(slopes))[0]",
        ),
        (
            WRONG,
            "negative ones made tiny by clamp",
            "return torch.log(torch.clamp(slopes, min=1e-12)).sum(-1)",
        ),
        (WRONG, "log to base 10", "return torch.log10(slopes.abs()).sum(-1)"),
        (RIGHT, "abs, log, sum", "return slopes.abs().log().sum(dim=-1)"),
        (RIGHT, "half the log of the square", "return (slopes**2).log().sum(-1) / 2"),
        (
            RIGHT,
            "slogdet of the diagonal matrix",
            "return torch.linalg.slogdet(torch.diag_embed(slopes))[1]",
        ),
        (
            RIGHT,
            "a loop over the coordinates",
            """
            total = 0
            for i in range(slopes.shape[-1]):
                total = total + torch.log(torch.abs(slopes[..., i]))
            return total
         """,
        ),
        (RIGHT, "numpy", "return np.log(np.abs(slopes.numpy())).sum(-1)"),
    ),
    # ------------------------------------------------------------------ 9.2
    "9.2": bodies(
        "inverse(x, shift, log_scale)",
        (
            WRONG,
            "conditions on z1",
            """
            x1, x2 = x[..., 0], x[..., 1]
            z1 = (x1 + 1) / 2
            z2 = (x2 - shift(z1)) / torch.exp(log_scale(z1))
            return torch.stack([z1, z2], dim=-1), -math.log(2) - log_scale(z1)
         """,
        ),
        (
            WRONG,
            "conditions on x2",
            """
            x1, x2 = x[..., 0], x[..., 1]
            z1 = (x1 + 1) / 2
            z2 = (x2 - shift(x2)) / torch.exp(log_scale(x2))
            return torch.stack([z1, z2], dim=-1), -math.log(2) - log_scale(x2)
         """,
        ),
        (
            WRONG,
            "log-det of the first coordinate forgotten",
            """
            x1, x2 = x[..., 0], x[..., 1]
            z1 = (x1 + 1) / 2
            z2 = (x2 - shift(x1)) * torch.exp(-log_scale(x1))
            return torch.stack([z1, z2], dim=-1), -log_scale(x1)
         """,
        ),
        (
            WRONG,
            "log-det of the map forwards",
            """
            x1, x2 = x[..., 0], x[..., 1]
            z1 = (x1 + 1) / 2
            z2 = (x2 - shift(x1)) * torch.exp(-log_scale(x1))
            return torch.stack([z1, z2], dim=-1), math.log(2) + log_scale(x1)
         """,
        ),
        (
            WRONG,
            "scaled before the shift is taken away",
            """
            x1, x2 = x[..., 0], x[..., 1]
            z1 = (x1 + 1) / 2
            z2 = x2 / torch.exp(log_scale(x1)) - shift(x1)
            return torch.stack([z1, z2], dim=-1), -math.log(2) - log_scale(x1)
         """,
        ),
        (
            WRONG,
            "shift and log_scale swapped",
            """
            x1, x2 = x[..., 0], x[..., 1]
            z1 = (x1 + 1) / 2
            z2 = (x2 - log_scale(x1)) / torch.exp(shift(x1))
            return torch.stack([z1, z2], dim=-1), -math.log(2) - shift(x1)
         """,
        ),
        (
            WRONG,
            "log_scale without exp",
            """
            x1, x2 = x[..., 0], x[..., 1]
            z1 = (x1 + 1) / 2
            z2 = (x2 - shift(x1)) / log_scale(x1)
            return torch.stack([z1, z2], dim=-1), -math.log(2) - torch.log(log_scale(x1).abs())
         """,
        ),
        (
            WRONG,
            "multiplied instead of divided",
            """
            x1, x2 = x[..., 0], x[..., 1]
            z1 = (x1 + 1) / 2
            z2 = (x2 - shift(x1)) * torch.exp(log_scale(x1))
            return torch.stack([z1, z2], dim=-1), -math.log(2) - log_scale(x1)
         """,
        ),
        (
            WRONG,
            "z1 = x1 / 2 + 1",
            """
            x1, x2 = x[..., 0], x[..., 1]
            z1 = x1 / 2 + 1
            z2 = (x2 - shift(x1)) * torch.exp(-log_scale(x1))
            return torch.stack([z1, z2], dim=-1), -math.log(2) - log_scale(x1)
         """,
        ),
        (
            WRONG,
            "z1 = (x1 - 1) / 2",
            """
            x1, x2 = x[..., 0], x[..., 1]
            z1 = (x1 - 1) / 2
            z2 = (x2 - shift(x1)) * torch.exp(-log_scale(x1))
            return torch.stack([z1, z2], dim=-1), -math.log(2) - log_scale(x1)
         """,
        ),
        (
            WRONG,
            "log-det summed over the batch",
            """
            x1, x2 = x[..., 0], x[..., 1]
            z1 = (x1 + 1) / 2
            z2 = (x2 - shift(x1)) * torch.exp(-log_scale(x1))
            return torch.stack([z1, z2], dim=-1), (-math.log(2) - log_scale(x1)).sum()
         """,
        ),
        (
            WRONG,
            "the determinant, no logarithm",
            """
            x1, x2 = x[..., 0], x[..., 1]
            z1 = (x1 + 1) / 2
            z2 = (x2 - shift(x1)) * torch.exp(-log_scale(x1))
            return torch.stack([z1, z2], dim=-1), 0.5 * torch.exp(-log_scale(x1))
         """,
        ),
        (
            WRONG,
            "stacked in front",
            """
            x1, x2 = x[..., 0], x[..., 1]
            z1 = (x1 + 1) / 2
            z2 = (x2 - shift(x1)) * torch.exp(-log_scale(x1))
            return torch.stack([z1, z2]), -math.log(2) - log_scale(x1)
         """,
        ),
        (
            WRONG,
            "log-dets stacked, not added",
            """
            x1, x2 = x[..., 0], x[..., 1]
            z1 = (x1 + 1) / 2
            s = log_scale(x1)
            z2 = (x2 - shift(x1)) * torch.exp(-s)
            return torch.stack([z1, z2], -1), torch.stack([-math.log(2) + 0 * s, -s], -1)
         """,
        ),
        (
            WRONG,
            "detached parameters",
            """
            x1, x2 = x[..., 0], x[..., 1]
            b, s = shift(x1).detach(), log_scale(x1).detach()
            z1 = (x1 + 1) / 2
            z2 = (x2 - b) * torch.exp(-s)
            return torch.stack([z1, z2], dim=-1), -math.log(2) - s
         """,
        ),
        (
            WRONG,
            "log 2 added, log_scale subtracted",
            """
            x1, x2 = x[..., 0], x[..., 1]
            z1 = (x1 + 1) / 2
            z2 = (x2 - shift(x1)) * torch.exp(-log_scale(x1))
            return torch.stack([z1, z2], dim=-1), math.log(2) - log_scale(x1)
         """,
        ),
        (
            WRONG,
            "only z",
            """
            x1, x2 = x[..., 0], x[..., 1]
            z1 = (x1 + 1) / 2
            z2 = (x2 - shift(x1)) * torch.exp(-log_scale(x1))
            return torch.stack([z1, z2], dim=-1)
         """,
        ),
        (
            RIGHT,
            "division and torch.log",
            """
            x1, x2 = x[..., 0], x[..., 1]
            s = torch.exp(log_scale(x1))
            z = torch.stack(((x1 + 1) / 2, (x2 - shift(x1)) / s), dim=-1)
            return z, torch.log(0.5 / s)
         """,
        ),
        (
            RIGHT,
            "unbind",
            """
            first, second = x.unbind(-1)
            log_s = log_scale(first)
            z = torch.stack([0.5 * first + 0.5, torch.exp(-log_s) * (second - shift(first))], -1)
            return z, -(log_s + math.log(2.0))
         """,
        ),
        (
            RIGHT,
            "kept last dimension, cat",
            """
            x1, x2 = x[..., :1], x[..., 1:]
            z = torch.cat([(x1 + 1) / 2, (x2 - shift(x1)) * (-log_scale(x1)).exp()], -1)
            return z, (-log_scale(x1) - np.log(2)).squeeze(-1)
         """,
        ),
        (
            RIGHT,
            "filled in",
            """
            z = torch.zeros_like(x)
            z[..., 0] = (x[..., 0] + 1) / 2
            s = log_scale(x[..., 0])
            z[..., 1] = (x[..., 1] - shift(x[..., 0])) / s.exp()
            return z, torch.log(torch.tensor(0.5)) - s
         """,
        ),
    ),
    # ------------------------------------------------------------------ 9.3
    "9.3": bodies(
        "forward(z, shift, log_scale)",
        (
            WRONG,
            "functions asked at z1",
            """
            z1, z2 = z[..., 0], z[..., 1]
            x1 = 2 * z1 - 1
            x2 = shift(z1) + torch.exp(log_scale(z1)) * z2
            return torch.stack([x1, x2], -1), math.log(2) + log_scale(z1)
         """,
        ),
        (
            WRONG,
            "functions asked at z2",
            """
            z1, z2 = z[..., 0], z[..., 1]
            x1 = 2 * z1 - 1
            x2 = shift(z2) + torch.exp(log_scale(z2)) * z2
            return torch.stack([x1, x2], -1), math.log(2) + log_scale(z2)
         """,
        ),
        (
            WRONG,
            "second coordinate first",
            """
            z1, z2 = z[..., 0], z[..., 1]
            x2 = 2 * z2 - 1
            x1 = shift(x2) + torch.exp(log_scale(x2)) * z1
            return torch.stack([x1, x2], -1), math.log(2) + log_scale(x2)
         """,
        ),
        (
            WRONG,
            "log-det of the inverse",
            """
            z1, z2 = z[..., 0], z[..., 1]
            x1 = 2 * z1 - 1
            x2 = shift(x1) + torch.exp(log_scale(x1)) * z2
            return torch.stack([x1, x2], -1), -math.log(2) - log_scale(x1)
         """,
        ),
        (
            WRONG,
            "log 2 forgotten",
            """
            z1, z2 = z[..., 0], z[..., 1]
            x1 = 2 * z1 - 1
            x2 = shift(x1) + torch.exp(log_scale(x1)) * z2
            return torch.stack([x1, x2], -1), log_scale(x1)
         """,
        ),
        (
            WRONG,
            "shift scaled as well",
            """
            z1, z2 = z[..., 0], z[..., 1]
            x1 = 2 * z1 - 1
            x2 = (shift(x1) + z2) * torch.exp(log_scale(x1))
            return torch.stack([x1, x2], -1), math.log(2) + log_scale(x1)
         """,
        ),
        (
            WRONG,
            "first coordinate backwards",
            """
            z1, z2 = z[..., 0], z[..., 1]
            x1 = (z1 + 1) / 2
            x2 = shift(x1) + torch.exp(log_scale(x1)) * z2
            return torch.stack([x1, x2], -1), math.log(2) + log_scale(x1)
         """,
        ),
        (
            WRONG,
            "2 (z1 - 1)",
            """
            z1, z2 = z[..., 0], z[..., 1]
            x1 = 2 * (z1 - 1)
            x2 = shift(x1) + torch.exp(log_scale(x1)) * z2
            return torch.stack([x1, x2], -1), math.log(2) + log_scale(x1)
         """,
        ),
        (
            WRONG,
            "scale without exp",
            """
            z1, z2 = z[..., 0], z[..., 1]
            x1 = 2 * z1 - 1
            x2 = shift(x1) + log_scale(x1) * z2
            return torch.stack([x1, x2], -1), math.log(2) + log_scale(x1)
         """,
        ),
        (
            WRONG,
            "log_scale and shift swapped",
            """
            z1, z2 = z[..., 0], z[..., 1]
            x1 = 2 * z1 - 1
            x2 = log_scale(x1) + torch.exp(shift(x1)) * z2
            return torch.stack([x1, x2], -1), math.log(2) + shift(x1)
         """,
        ),
        (
            WRONG,
            "log-det at z1, points right",
            """
            z1, z2 = z[..., 0], z[..., 1]
            x1 = 2 * z1 - 1
            x2 = shift(x1) + torch.exp(log_scale(x1)) * z2
            return torch.stack([x1, x2], -1), math.log(2) + log_scale(z1)
         """,
        ),
        (
            WRONG,
            "2 + log_scale",
            """
            z1, z2 = z[..., 0], z[..., 1]
            x1 = 2 * z1 - 1
            x2 = shift(x1) + torch.exp(log_scale(x1)) * z2
            return torch.stack([x1, x2], -1), 2 + log_scale(x1)
         """,
        ),
        (
            WRONG,
            "the inverse once more",
            """
            x1, x2 = z[..., 0], z[..., 1]
            z1 = (x1 + 1) / 2
            z2 = (x2 - shift(x1)) * torch.exp(-log_scale(x1))
            return torch.stack([z1, z2], -1), -math.log(2) - log_scale(x1)
         """,
        ),
        (
            RIGHT,
            "as in the text",
            """
            x1 = 2 * z[..., 0] - 1
            s = log_scale(x1)
            x2 = shift(x1) + s.exp() * z[..., 1]
            return torch.stack([x1, x2], dim=-1), s + math.log(2)
         """,
        ),
        (
            RIGHT,
            "cat with kept dimension",
            """
            x1 = 2 * z[..., :1] - 1
            x2 = torch.addcmul(shift(x1), log_scale(x1).exp(), z[..., 1:])
            return torch.cat([x1, x2], -1), log_scale(x1)[..., 0] + np.log(2)
         """,
        ),
        (
            RIGHT,
            "log of the product of slopes",
            """
            z1, z2 = torch.unbind(z, dim=-1)
            x1 = z1 + z1 - 1
            scale = torch.exp(log_scale(x1))
            return torch.stack((x1, z2 * scale + shift(x1)), -1), torch.log(2 * scale)
         """,
        ),
        (
            RIGHT,
            "in a clone",
            """
            x = z.clone()
            x[..., 0] = 2 * z[..., 0] - 1
            first = 2 * z[..., 0] - 1
            x[..., 1] = shift(first) + log_scale(first).exp() * z[..., 1]
            return x, torch.log(torch.tensor(2.0)) + log_scale(first)
         """,
        ),
    ),
    # ------------------------------------------------------------------ 9.4
    "9.4": bodies(
        "coupling(z, mask, net)",
        (
            WRONG,
            "moved half into the net",
            """
            shift, log_scale = net(z[..., ~mask])
            x = z.clone()
            x[..., ~mask] = z[..., ~mask] * torch.exp(log_scale) + shift
            return x, log_scale.sum(-1)
         """,
        ),
        (
            WRONG,
            "the passive half is moved",
            """
            shift, log_scale = net(z[..., ~mask])
            x = z.clone()
            x[..., mask] = z[..., mask] * torch.exp(log_scale) + shift
            return x, log_scale.sum(-1)
         """,
        ),
        (
            WRONG,
            "glued: passive first",
            """
            passive, moved = z[..., mask], z[..., ~mask]
            shift, log_scale = net(passive)
            moved = moved * torch.exp(log_scale) + shift
            return torch.cat([passive, moved], dim=-1), log_scale.sum(-1)
         """,
        ),
        (
            WRONG,
            "glued: moved first",
            """
            passive, moved = z[..., mask], z[..., ~mask]
            shift, log_scale = net(passive)
            moved = moved * torch.exp(log_scale) + shift
            return torch.cat([moved, passive], dim=-1), log_scale.sum(-1)
         """,
        ),
        (
            WRONG,
            "log-det over the whole batch",
            """
            passive, moved = z[..., mask], z[..., ~mask]
            shift, log_scale = net(passive)
            x = z.clone()
            x[..., ~mask] = moved * torch.exp(log_scale) + shift
            return x, log_scale.sum()
         """,
        ),
        (
            WRONG,
            "log-det not summed",
            """
            passive, moved = z[..., mask], z[..., ~mask]
            shift, log_scale = net(passive)
            x = z.clone()
            x[..., ~mask] = moved * torch.exp(log_scale) + shift
            return x, log_scale
         """,
        ),
        (
            WRONG,
            "log-det is the mean",
            """
            passive, moved = z[..., mask], z[..., ~mask]
            shift, log_scale = net(passive)
            x = z.clone()
            x[..., ~mask] = moved * torch.exp(log_scale) + shift
            return x, log_scale.mean(-1)
         """,
        ),
        (
            WRONG,
            "the inverse",
            """
            passive, moved = z[..., mask], z[..., ~mask]
            shift, log_scale = net(passive)
            x = z.clone()
            x[..., ~mask] = (moved - shift) * torch.exp(-log_scale)
            return x, -log_scale.sum(-1)
         """,
        ),
        (
            WRONG,
            "pair in the other order",
            """
            passive, moved = z[..., mask], z[..., ~mask]
            log_scale, shift = net(passive)
            x = z.clone()
            x[..., ~mask] = moved * torch.exp(log_scale) + shift
            return x, log_scale.sum(-1)
         """,
        ),
        (
            WRONG,
            "scale without exp",
            """
            passive, moved = z[..., mask], z[..., ~mask]
            shift, scale = net(passive)
            x = z.clone()
            x[..., ~mask] = moved * scale + shift
            return x, torch.log(scale.abs()).sum(-1)
         """,
        ),
        (
            WRONG,
            "all of z into the net, passive ones only kept by zeros",
            """
            shift, log_scale = net(z * mask)
            x = z.clone()
            x[..., ~mask] = z[..., ~mask] * torch.exp(log_scale) + shift
            return x, log_scale.sum(-1)
         """,
        ),
        (
            WRONG,
            "shift forgotten",
            """
            shift, log_scale = net(z[..., mask])
            x = z.clone()
            x[..., ~mask] = z[..., ~mask] * torch.exp(log_scale)
            return x, log_scale.sum(-1)
         """,
        ),
        (
            WRONG,
            "shift is scaled too",
            """
            shift, log_scale = net(z[..., mask])
            x = z.clone()
            x[..., ~mask] = (z[..., ~mask] + shift) * torch.exp(log_scale)
            return x, log_scale.sum(-1)
         """,
        ),
        (
            WRONG,
            "the first half taken instead of the mask",
            """
            k = int(mask.sum())
            passive, moved = z[..., :k], z[..., k:]
            shift, log_scale = net(passive)
            return torch.cat([passive, moved * torch.exp(log_scale) + shift], -1), log_scale.sum(-1)
         """,
        ),
        (
            WRONG,
            "only the moved half returned",
            """
            shift, log_scale = net(z[..., mask])
            return z[..., ~mask] * torch.exp(log_scale) + shift, log_scale.sum(-1)
         """,
        ),
        (
            WRONG,
            "passive set to zero",
            """
            shift, log_scale = net(z[..., mask])
            x = torch.zeros_like(z)
            x[..., ~mask] = z[..., ~mask] * torch.exp(log_scale) + shift
            return x, log_scale.sum(-1)
         """,
        ),
        (
            WRONG,
            "no gradient",
            """
            with torch.no_grad():
                shift, log_scale = net(z[..., mask])
            x = z.clone()
            x[..., ~mask] = z[..., ~mask] * torch.exp(log_scale) + shift
            return x, log_scale.sum(-1)
         """,
        ),
        (
            WRONG,
            "rows for columns",
            """
            shift, log_scale = net(z[mask])
            x = z.clone()
            x[~mask] = z[~mask] * torch.exp(log_scale) + shift
            return x, log_scale.sum(-1)
         """,
        ),
        (
            RIGHT,
            "index_select and argsort",
            """
            a, b = mask.nonzero().flatten(), (~mask).nonzero().flatten()
            shift, log_scale = net(z[..., a])
            new = z[..., b] * log_scale.exp() + shift
            back = torch.argsort(torch.cat([a, b]))
            return torch.cat([z[..., a], new], -1)[..., back], log_scale.sum(dim=-1)
         """,
        ),
        (
            RIGHT,
            "empty_like",
            """
            shift, log_scale = net(z[..., mask])
            x = torch.empty_like(z)
            x[..., mask] = z[..., mask]
            x[..., ~mask] = torch.exp(log_scale) * z[..., ~mask] + shift
            return x, torch.sum(log_scale, -1)
         """,
        ),
        (
            RIGHT,
            "spread and where",
            """
            shift, log_scale = net(z[..., mask])
            s, b = torch.zeros_like(z), torch.zeros_like(z)
            s[..., ~mask], b[..., ~mask] = log_scale, shift
            return torch.where(mask, z, z * torch.exp(s) + b), s.sum(-1)
         """,
        ),
        (
            RIGHT,
            "coordinate by coordinate",
            """
            shift, log_scale = net(z[..., mask])
            columns, j = [], 0
            for i, still in enumerate(mask.tolist()):
                if still:
                    columns.append(z[..., i])
                else:
                    columns.append(shift[..., j] + torch.exp(log_scale[..., j]) * z[..., i])
                    j += 1
            return torch.stack(columns, -1), log_scale.sum(-1)
         """,
        ),
    ),
    # ------------------------------------------------------------------ 9.5
    "9.5": bodies(
        "masks(n, h)",
        (
            WRONG,
            "outputs see themselves: > in the first, >= in the last the wrong way",
            """
            d = torch.arange(h) % (n - 1) + 1
            i = torch.arange(1, n + 1)
            return d[:, None] >= i[None, :], i[:, None] >= d[None, :]
         """,
        ),
        (
            WRONG,
            "strict in the hidden layer, too",
            """
            d = torch.arange(h) % (n - 1) + 1
            i = torch.arange(1, n + 1)
            return d[:, None] > i[None, :], i[:, None] > d[None, :]
         """,
        ),
        (
            WRONG,
            "degrees up to n",
            """
            d = torch.arange(h) % n + 1
            i = torch.arange(1, n + 1)
            return d[:, None] >= i[None, :], i[:, None] > d[None, :]
         """,
        ),
        (
            WRONG,
            "degrees from 0",
            """
            d = torch.arange(h) % n
            i = torch.arange(1, n + 1)
            return d[:, None] >= i[None, :], i[:, None] > d[None, :]
         """,
        ),
        (
            WRONG,
            "transposed",
            """
            d = torch.arange(h) % (n - 1) + 1
            i = torch.arange(1, n + 1)
            return (d[:, None] >= i[None, :]).T, (i[:, None] > d[None, :]).T
         """,
        ),
        (
            WRONG,
            "in the other order",
            """
            d = torch.arange(h) % (n - 1) + 1
            i = torch.arange(1, n + 1)
            return i[:, None] > d[None, :], d[:, None] >= i[None, :]
         """,
        ),
        (WRONG, "all ones", "return torch.ones(h, n), torch.ones(n, h)"),
        (
            WRONG,
            "triangles of ones",
            "return torch.tril(torch.ones(h, n)), torch.tril(torch.ones(n, h))",
        ),
        (
            WRONG,
            "only the last mask masks",
            """
            d = torch.arange(h) % (n - 1) + 1
            i = torch.arange(1, n + 1)
            return torch.ones(h, n), (i[:, None] > d[None, :]).float()
         """,
        ),
        (
            WRONG,
            "sees the later ones",
            """
            d = torch.arange(h) % (n - 1) + 1
            i = torch.arange(1, n + 1)
            return d[:, None] < i[None, :], i[:, None] <= d[None, :]
         """,
        ),
        (
            WRONG,
            "degrees drawn at random",
            """
            d = torch.randint(1, n, (h,))
            i = torch.arange(1, n + 1)
            return d[:, None] >= i[None, :], i[:, None] > d[None, :]
         """,
        ),
        (
            WRONG,
            "sees only the neighbour",
            """
            k = torch.arange(h) % (n - 1)
            i = torch.arange(n)
            return (k[:, None] == i[None, :]).float(), (i[:, None] == k[None, :] + 1).float()
         """,
        ),
        (WRONG, "one mask, the product", "return torch.tril(torch.ones(n, n), -1)"),
        (
            WRONG,
            "the same degree for all",
            """
            d = torch.full((h,), n - 1)
            i = torch.arange(1, n + 1)
            return d[:, None] >= i[None, :], i[:, None] > d[None, :]
         """,
        ),
        (
            WRONG,
            "the degrees instead of the masks",
            """
            return torch.arange(h) % (n - 1) + 1, torch.arange(n)
         """,
        ),
        (
            RIGHT,
            "degrees in a cycle, as floats",
            """
            d = torch.arange(h) % (n - 1) + 1
            i = torch.arange(1, n + 1)
            return (d[:, None] >= i[None, :]).float(), (i[:, None] > d[None, :]).float()
         """,
        ),
        (
            RIGHT,
            "degrees spread evenly",
            """
            d = torch.tensor([1 + k * (n - 1) // h for k in range(h)])
            i = torch.arange(n)
            return i < d.unsqueeze(1), d <= i.unsqueeze(1)
         """,
        ),
        (
            RIGHT,
            "loops and lists",
            """
            degree = [n - 1 - k % (n - 1) for k in range(h)]
            M1, M2 = torch.zeros(h, n), torch.zeros(n, h)
            for k in range(h):
                for j in range(n):
                    if j < degree[k]:
                        M1[k, j] = 1
                    if j >= degree[k]:
                        M2[j, k] = 1
            return M1, M2
         """,
        ),
        (
            RIGHT,
            "each unit sees one input",
            """
            k = torch.arange(h) % (n - 1)
            i = torch.arange(n)
            return (k[:, None] == i).int(), (i[:, None] > k).int()
         """,
        ),
        (
            RIGHT,
            "numpy",
            """
            d = np.arange(h) % (n - 1) + 1
            i = np.arange(1, n + 1)
            return d[:, None] >= i, i[:, None] > d
         """,
        ),
    ),
    # ------------------------------------------------------------------ 9.6
    "9.6": bodies(
        "unpermute(x, order)",
        (WRONG, "the order once more", "return x[..., order]"),
        (WRONG, "flipped", "return x.flip(-1)"),
        (WRONG, "the flipped order", "return x[..., order.flip(0)]"),
        (WRONG, "rows instead of columns", "return x[torch.argsort(order)]"),
        (WRONG, "argsort twice", "return x[..., order.argsort().argsort()]"),
        (WRONG, "sorted values", "return torch.sort(x, dim=-1).values"),
        (WRONG, "descending", "return x[..., torch.argsort(order, descending=True)]"),
        (WRONG, "nothing done", "return x"),
        (WRONG, "n - 1 - order", "return x[..., len(order) - 1 - order]"),
        (WRONG, "negative order", "return x[..., -order]"),
        (
            WRONG,
            "filled the wrong way",
            """
            z = torch.zeros_like(x)
            for i in range(len(order)):
                z[..., i] = x[..., order[i]]
            return z
         """,
        ),
        (
            WRONG,
            "second coordinate of the batch: x[:, ...] for two dimensions only, shifted",
            """
            return torch.roll(x, -1, dims=-1)
         """,
        ),
        (RIGHT, "argsort", "return x[..., order.argsort()]"),
        (
            RIGHT,
            "filled in",
            """
            z = torch.empty_like(x)
            z[..., order] = x
            return z
         """,
        ),
        (
            RIGHT,
            "a list of places",
            """
            places = order.tolist()
            return x[..., [places.index(i) for i in range(len(places))]]
         """,
        ),
        (RIGHT, "permutation matrix", "return x @ torch.eye(len(order), dtype=x.dtype)[order]"),
        (RIGHT, "index_select", "return torch.index_select(x, -1, torch.argsort(order))"),
    ),
    # ------------------------------------------------------------------ 9.7
    "9.7": bodies(
        "layer_inverse(x, R, marginals)",
        (
            WRONG,
            "R instead of its transpose",
            """
            y = x @ R.T
            z = torch.stack([h(y[..., i]) for i, (h, _) in enumerate(marginals)], -1)
            log_det = sum(s(y[..., i]) for i, (_, s) in enumerate(marginals))
            return z, log_det
         """,
        ),
        (
            WRONG,
            "straightened first, then turned",
            """
            z = torch.stack([h(x[..., i]) for i, (h, _) in enumerate(marginals)], -1)
            log_det = sum(s(x[..., i]) for i, (_, s) in enumerate(marginals))
            return z @ R, log_det
         """,
        ),
        (
            WRONG,
            "slopes at z",
            """
            y = x @ R
            z = torch.stack([h(y[..., i]) for i, (h, _) in enumerate(marginals)], -1)
            log_det = sum(s(z[..., i]) for i, (_, s) in enumerate(marginals))
            return z, log_det
         """,
        ),
        (
            WRONG,
            "slopes at x",
            """
            y = x @ R
            z = torch.stack([h(y[..., i]) for i, (h, _) in enumerate(marginals)], -1)
            log_det = sum(s(x[..., i]) for i, (_, s) in enumerate(marginals))
            return z, log_det
         """,
        ),
        (
            WRONG,
            "minus the log slopes",
            """
            y = x @ R
            z = torch.stack([h(y[..., i]) for i, (h, _) in enumerate(marginals)], -1)
            log_det = sum(s(y[..., i]) for i, (_, s) in enumerate(marginals))
            return z, -log_det
         """,
        ),
        (
            WRONG,
            "log of the log slope",
            """
            y = x @ R
            z = torch.stack([h(y[..., i]) for i, (h, _) in enumerate(marginals)], -1)
            log_det = sum(torch.log(s(y[..., i])) for i, (_, s) in enumerate(marginals))
            return z, log_det
         """,
        ),
        (
            WRONG,
            "the first marginal for all",
            """
            y = x @ R
            h, s = marginals[0]
            return h(y), s(y).sum(-1)
         """,
        ),
        (
            WRONG,
            "only the last log slope",
            """
            y = x @ R
            z = []
            for y_i, (h, s) in zip(y.unbind(-1), marginals):
                z.append(h(y_i))
                log_det = s(y_i)
            return torch.stack(z, -1), log_det
         """,
        ),
        (
            WRONG,
            "summed over the batch",
            """
            y = x @ R
            z, log_det = [], 0
            for y_i, (h, s) in zip(y.unbind(-1), marginals):
                z.append(h(y_i))
                log_det = log_det + s(y_i).sum()
            return torch.stack(z, -1), log_det
         """,
        ),
        (
            WRONG,
            "stacked in front",
            """
            y = x @ R
            z, log_det = [], 0
            for y_i, (h, s) in zip(y.unbind(-1), marginals):
                z.append(h(y_i))
                log_det = log_det + s(y_i)
            return torch.stack(z), log_det
         """,
        ),
        (
            WRONG,
            "no turning",
            """
            z, log_det = [], 0
            for y_i, (h, s) in zip(x.unbind(-1), marginals):
                z.append(h(y_i))
                log_det = log_det + s(y_i)
            return torch.stack(z, -1), log_det
         """,
        ),
        (
            WRONG,
            "turned once more at the end",
            """
            y = x @ R
            z, log_det = [], 0
            for y_i, (h, s) in zip(y.unbind(-1), marginals):
                z.append(h(y_i))
                log_det = log_det + s(y_i)
            return torch.stack(z, -1) @ R.T, log_det
         """,
        ),
        (
            WRONG,
            "det R added instead of its logarithm",
            """
            y = x @ R
            z, log_det = [], torch.det(R)
            for y_i, (h, s) in zip(y.unbind(-1), marginals):
                z.append(h(y_i))
                log_det = log_det + s(y_i)
            return torch.stack(z, -1), log_det
         """,
        ),
        (
            WRONG,
            "mean of the log slopes",
            """
            y = x @ R
            z = torch.stack([h(y[..., i]) for i, (h, _) in enumerate(marginals)], -1)
            s = torch.stack([s(y[..., i]) for i, (_, s) in enumerate(marginals)], -1)
            return z, s.mean(-1)
         """,
        ),
        (
            WRONG,
            "detached",
            """
            y = (x @ R).detach()
            z = torch.stack([h(y[..., i]) for i, (h, _) in enumerate(marginals)], -1)
            s = torch.stack([s(y[..., i]) for i, (_, s) in enumerate(marginals)], -1)
            return z, s.sum(-1)
         """,
        ),
        (
            RIGHT,
            "matmul with the transpose on columns",
            """
            y = (R.T @ x.unsqueeze(-1)).squeeze(-1)
            pairs = [(h(y[..., i]), s(y[..., i])) for i, (h, s) in enumerate(marginals)]
            z, slopes = zip(*pairs)
            return torch.stack(z, -1), torch.stack(slopes, -1).sum(-1)
         """,
        ),
        (
            RIGHT,
            "einsum, log|det R| added",
            """
            y = torch.einsum("ji,...j->...i", R, x)
            z = torch.stack([m[0](y[..., i]) for i, m in enumerate(marginals)], dim=-1)
            log_det = sum(m[1](y[..., i]) for i, m in enumerate(marginals))
            return z, log_det + torch.linalg.slogdet(R)[1]
         """,
        ),
        (
            RIGHT,
            "by the inverse matrix",
            """
            y = x @ torch.linalg.inv(R).T
            z = torch.zeros_like(y)
            log_det = torch.zeros(y.shape[:-1])
            for i, (h, log_slope) in enumerate(marginals):
                z[..., i] = h(y[..., i])
                log_det = log_det + log_slope(y[..., i])
            return z, log_det
         """,
        ),
        (
            RIGHT,
            "solve",
            """
            y = torch.linalg.solve(R, x.unsqueeze(-1)).squeeze(-1)
            z, log_det = [], 0.0
            for k in range(len(marginals)):
                h, log_slope = marginals[k]
                z = z + [h(y[..., k])]
                log_det += log_slope(y[..., k])
            return torch.stack(z, dim=-1), log_det
         """,
        ),
    ),
    # ------------------------------------------------------------------ 9.8
    "9.8": bodies(
        "log_prob(x, turn)",
        (
            WRONG,
            "turned the wrong way",
            """
            r = x.norm(dim=-1)
            angle = torch.atan2(x[..., 1], x[..., 0]) + turn * r
            arms = 2 * math.pi * torch.arange(5) / 5
            seen = angle[..., None] - arms
            along, across = r[..., None] * seen.cos() - 1.35, r[..., None] * seen.sin()
            parts = -0.5 * ((along / 0.4) ** 2 + (across / 0.13) ** 2)
            return parts.logsumexp(-1) - math.log(5 * 2 * math.pi * 0.4 * 0.13)
         """,
        ),
        (
            WRONG,
            "not turned back",
            """
            r = x.norm(dim=-1)
            angle = torch.atan2(x[..., 1], x[..., 0])
            arms = 2 * math.pi * torch.arange(5) / 5
            seen = angle[..., None] - arms
            along, across = r[..., None] * seen.cos() - 1.35, r[..., None] * seen.sin()
            parts = -0.5 * ((along / 0.4) ** 2 + (across / 0.13) ** 2)
            return parts.logsumexp(-1) - math.log(5 * 2 * math.pi * 0.4 * 0.13)
         """,
        ),
        (
            WRONG,
            "turned by turn, not by turn times radius",
            """
            r = x.norm(dim=-1)
            angle = torch.atan2(x[..., 1], x[..., 0]) - turn
            arms = 2 * math.pi * torch.arange(5) / 5
            seen = angle[..., None] - arms
            along, across = r[..., None] * seen.cos() - 1.35, r[..., None] * seen.sin()
            parts = -0.5 * ((along / 0.4) ** 2 + (across / 0.13) ** 2)
            return parts.logsumexp(-1) - math.log(5 * 2 * math.pi * 0.4 * 0.13)
         """,
        ),
        (
            WRONG,
            "the Jacobian of polar coordinates",
            """
            r = x.norm(dim=-1)
            angle = torch.atan2(x[..., 1], x[..., 0]) - turn * r
            arms = 2 * math.pi * torch.arange(5) / 5
            seen = angle[..., None] - arms
            along, across = r[..., None] * seen.cos() - 1.35, r[..., None] * seen.sin()
            parts = -0.5 * ((along / 0.4) ** 2 + (across / 0.13) ** 2)
            return parts.logsumexp(-1) - math.log(5 * 2 * math.pi * 0.4 * 0.13) - torch.log(r)
         """,
        ),
        (
            WRONG,
            "times r",
            """
            r = x.norm(dim=-1)
            angle = torch.atan2(x[..., 1], x[..., 0]) - turn * r
            arms = 2 * math.pi * torch.arange(5) / 5
            seen = angle[..., None] - arms
            along, across = r[..., None] * seen.cos() - 1.35, r[..., None] * seen.sin()
            parts = -0.5 * ((along / 0.4) ** 2 + (across / 0.13) ** 2)
            return parts.logsumexp(-1) - math.log(5 * 2 * math.pi * 0.4 * 0.13) + torch.log(r)
         """,
        ),
        (
            WRONG,
            "five arms, each with weight one",
            """
            r = x.norm(dim=-1)
            angle = torch.atan2(x[..., 1], x[..., 0]) - turn * r
            arms = 2 * math.pi * torch.arange(5) / 5
            seen = angle[..., None] - arms
            along, across = r[..., None] * seen.cos() - 1.35, r[..., None] * seen.sin()
            parts = -0.5 * ((along / 0.4) ** 2 + (across / 0.13) ** 2)
            return parts.logsumexp(-1) - math.log(2 * math.pi * 0.4 * 0.13)
         """,
        ),
        (
            WRONG,
            "mean of the arms' log-densities",
            """
            r = x.norm(dim=-1)
            angle = torch.atan2(x[..., 1], x[..., 0]) - turn * r
            arms = 2 * math.pi * torch.arange(5) / 5
            seen = angle[..., None] - arms
            along, across = r[..., None] * seen.cos() - 1.35, r[..., None] * seen.sin()
            parts = -0.5 * ((along / 0.4) ** 2 + (across / 0.13) ** 2)
            return parts.mean(-1) - math.log(2 * math.pi * 0.4 * 0.13)
         """,
        ),
        (
            WRONG,
            "sum of the arms' log-densities",
            """
            r = x.norm(dim=-1)
            angle = torch.atan2(x[..., 1], x[..., 0]) - turn * r
            arms = 2 * math.pi * torch.arange(5) / 5
            seen = angle[..., None] - arms
            along, across = r[..., None] * seen.cos() - 1.35, r[..., None] * seen.sin()
            parts = -0.5 * ((along / 0.4) ** 2 + (across / 0.13) ** 2)
            return parts.sum(-1) - math.log(5 * 2 * math.pi * 0.4 * 0.13)
         """,
        ),
        (
            WRONG,
            "exp, sum, log: underflows far out",
            """
            r = x.norm(dim=-1)
            angle = torch.atan2(x[..., 1], x[..., 0]) - turn * r
            arms = 2 * math.pi * torch.arange(5) / 5
            seen = angle[..., None] - arms
            along, across = r[..., None] * seen.cos() - 1.35, r[..., None] * seen.sin()
            parts = -0.5 * ((along / 0.4) ** 2 + (across / 0.13) ** 2)
            return torch.log(parts.exp().sum(-1)) - math.log(5 * 2 * math.pi * 0.4 * 0.13)
         """,
        ),
        (
            WRONG,
            "widths taken for variances",
            """
            r = x.norm(dim=-1)
            angle = torch.atan2(x[..., 1], x[..., 0]) - turn * r
            arms = 2 * math.pi * torch.arange(5) / 5
            seen = angle[..., None] - arms
            along, across = r[..., None] * seen.cos() - 1.35, r[..., None] * seen.sin()
            parts = -0.5 * (along**2 / 0.4 + across**2 / 0.13)
            return parts.logsumexp(-1) - math.log(5 * 2 * math.pi * 0.4 * 0.13)
         """,
        ),
        (
            WRONG,
            "length and width exchanged",
            """
            r = x.norm(dim=-1)
            angle = torch.atan2(x[..., 1], x[..., 0]) - turn * r
            arms = 2 * math.pi * torch.arange(5) / 5
            seen = angle[..., None] - arms
            along, across = r[..., None] * seen.cos() - 1.35, r[..., None] * seen.sin()
            parts = -0.5 * ((along / 0.13) ** 2 + (across / 0.4) ** 2)
            return parts.logsumexp(-1) - math.log(5 * 2 * math.pi * 0.4 * 0.13)
         """,
        ),
        (
            WRONG,
            "widths not in the normalisation",
            """
            r = x.norm(dim=-1)
            angle = torch.atan2(x[..., 1], x[..., 0]) - turn * r
            arms = 2 * math.pi * torch.arange(5) / 5
            seen = angle[..., None] - arms
            along, across = r[..., None] * seen.cos() - 1.35, r[..., None] * seen.sin()
            parts = -0.5 * ((along / 0.4) ** 2 + (across / 0.13) ** 2)
            return parts.logsumexp(-1) - math.log(5 * 2 * math.pi)
         """,
        ),
        (
            WRONG,
            "sqrt of 2 pi for two dimensions",
            """
            r = x.norm(dim=-1)
            angle = torch.atan2(x[..., 1], x[..., 0]) - turn * r
            arms = 2 * math.pi * torch.arange(5) / 5
            seen = angle[..., None] - arms
            along, across = r[..., None] * seen.cos() - 1.35, r[..., None] * seen.sin()
            parts = -0.5 * ((along / 0.4) ** 2 + (across / 0.13) ** 2)
            return parts.logsumexp(-1) - math.log(5 * math.sqrt(2 * math.pi) * 0.4 * 0.13)
         """,
        ),
        (
            WRONG,
            "radius of the arms forgotten",
            """
            r = x.norm(dim=-1)
            angle = torch.atan2(x[..., 1], x[..., 0]) - turn * r
            arms = 2 * math.pi * torch.arange(5) / 5
            seen = angle[..., None] - arms
            along, across = r[..., None] * seen.cos(), r[..., None] * seen.sin()
            parts = -0.5 * ((along / 0.4) ** 2 + (across / 0.13) ** 2)
            return parts.logsumexp(-1) - math.log(5 * 2 * math.pi * 0.4 * 0.13)
         """,
        ),
        (
            WRONG,
            "only one arm",
            """
            r = x.norm(dim=-1)
            angle = torch.atan2(x[..., 1], x[..., 0]) - turn * r
            arms = torch.zeros(1)
            seen = angle[..., None] - arms
            along, across = r[..., None] * seen.cos() - 1.35, r[..., None] * seen.sin()
            parts = -0.5 * ((along / 0.4) ** 2 + (across / 0.13) ** 2)
            return parts.logsumexp(-1) - math.log(5 * 2 * math.pi * 0.4 * 0.13)
         """,
        ),
        (
            WRONG,
            "degrees",
            """
            r = x.norm(dim=-1)
            angle = torch.atan2(x[..., 1], x[..., 0]) - turn * r
            arms = 72.0 * torch.arange(5)
            seen = angle[..., None] - arms
            along, across = r[..., None] * seen.cos() - 1.35, r[..., None] * seen.sin()
            parts = -0.5 * ((along / 0.4) ** 2 + (across / 0.13) ** 2)
            return parts.logsumexp(-1) - math.log(5 * 2 * math.pi * 0.4 * 0.13)
         """,
        ),
        (
            WRONG,
            "the density",
            """
            r = x.norm(dim=-1)
            angle = torch.atan2(x[..., 1], x[..., 0]) - turn * r
            arms = 2 * math.pi * torch.arange(5) / 5
            seen = angle[..., None] - arms
            along, across = r[..., None] * seen.cos() - 1.35, r[..., None] * seen.sin()
            parts = -0.5 * ((along / 0.4) ** 2 + (across / 0.13) ** 2)
            return parts.exp().sum(-1) / (5 * 2 * math.pi * 0.4 * 0.13)
         """,
        ),
        (
            WRONG,
            "squared radius in the angle",
            """
            r = (x**2).sum(-1)
            angle = torch.atan2(x[..., 1], x[..., 0]) - turn * r
            arms = 2 * math.pi * torch.arange(5) / 5
            seen = angle[..., None] - arms
            along, across = x.norm(dim=-1)[..., None] * seen.cos() - 1.35, x.norm(dim=-1)[..., None] * seen.sin()
            parts = -0.5 * ((along / 0.4) ** 2 + (across / 0.13) ** 2)
            return parts.logsumexp(-1) - math.log(5 * 2 * math.pi * 0.4 * 0.13)
         """,
        ),
        (
            WRONG,
            "half missing",
            """
            r = x.norm(dim=-1)
            angle = torch.atan2(x[..., 1], x[..., 0]) - turn * r
            arms = 2 * math.pi * torch.arange(5) / 5
            seen = angle[..., None] - arms
            along, across = r[..., None] * seen.cos() - 1.35, r[..., None] * seen.sin()
            parts = -((along / 0.4) ** 2 + (across / 0.13) ** 2)
            return parts.logsumexp(-1) - math.log(5 * 2 * math.pi * 0.4 * 0.13)
         """,
        ),
        (
            RIGHT,
            "polar coordinates",
            """
            r = x.norm(dim=-1)
            angle = torch.atan2(x[..., 1], x[..., 0]) - turn * r
            arms = 2 * math.pi * torch.arange(5) / 5
            seen = angle[..., None] - arms
            along, across = r[..., None] * seen.cos() - 1.35, r[..., None] * seen.sin()
            parts = -0.5 * ((along / 0.4) ** 2 + (across / 0.13) ** 2)
            return parts.logsumexp(-1) - math.log(5 * 2 * math.pi * 0.4 * 0.13)
         """,
        ),
        (
            RIGHT,
            "arms the other way round",
            """
            r = x.norm(dim=-1)
            angle = torch.atan2(x[..., 1], x[..., 0]) - turn * r
            arms = -2 * math.pi * torch.arange(5) / 5
            seen = angle[..., None] - arms
            along, across = r[..., None] * seen.cos() - 1.35, r[..., None] * seen.sin()
            parts = -0.5 * ((along / 0.4) ** 2 + (across / 0.13) ** 2)
            return parts.logsumexp(-1) - math.log(5 * 2 * math.pi * 0.4 * 0.13)
         """,
        ),
        (
            RIGHT,
            "matrices",
            """
            r = torch.sqrt((x**2).sum(-1))
            c, s = torch.cos(turn * r), torch.sin(turn * r)
            u = torch.stack([c * x[..., 0] + s * x[..., 1], c * x[..., 1] - s * x[..., 0]], -1)
            logs = []
            for k in range(5):
                a = 2 * math.pi * k / 5
                first = math.cos(a) * u[..., 0] + math.sin(a) * u[..., 1] - 1.35
                second = math.cos(a) * u[..., 1] - math.sin(a) * u[..., 0]
                log_p = -0.5 * (first / 0.4) ** 2 - 0.5 * (second / 0.13) ** 2
                logs.append(log_p - math.log(2 * math.pi * 0.4 * 0.13) - math.log(5))
            return torch.logsumexp(torch.stack(logs), 0)
         """,
        ),
        (
            RIGHT,
            "torch.distributions",
            """
            r = x.norm(dim=-1)
            angle = torch.atan2(x[..., 1], x[..., 0]) - turn * r
            normal, total = torch.distributions.Normal, []
            for k in range(5):
                a = angle - 2 * math.pi * k / 5
                log_p = normal(1.35, 0.4).log_prob(r * torch.cos(a))
                total.append(log_p + normal(0.0, 0.13).log_prob(r * torch.sin(a)))
            return torch.logsumexp(torch.stack(total, -1), -1) - math.log(5)
         """,
        ),
        (
            RIGHT,
            "complex numbers",
            """
            w = torch.complex(x[..., 0], x[..., 1])
            w = w * torch.exp(-1j * turn * w.abs())
            w = w[..., None] * torch.exp(-2j * math.pi * torch.arange(5) / 5) - 1.35
            e = -0.5 * ((w.real / 0.4) ** 2 + (w.imag / 0.13) ** 2)
            return torch.logsumexp(e, -1) - math.log(10 * math.pi * 0.052)
         """,
        ),
    ),
    # ------------------------------------------------------------------ 9.9
    "9.9": bodies(
        "kr_matrix(C)",
        (WRONG, "the Cholesky factor of C", "return torch.linalg.cholesky(C)"),
        (
            WRONG,
            "the Cholesky factor of the inverse of C",
            "return torch.linalg.cholesky(torch.linalg.inv(C))",
        ),
        (WRONG, "its transpose", "return torch.linalg.cholesky(torch.linalg.inv(C)).T"),
        (WRONG, "upper triangle", "return torch.linalg.inv(torch.linalg.cholesky(C)).T"),
        (
            WRONG,
            "the symmetric root",
            """
            e, V = torch.linalg.eigh(C)
            return V @ torch.diag(e**-0.5) @ V.T
         """,
        ),
        (WRONG, "the inverse of C", "return torch.linalg.inv(C)"),
        (WRONG, "only the widths", "return torch.diag(1 / torch.sqrt(torch.diagonal(C)))"),
        (
            WRONG,
            "sigma2 not conditional",
            """
            slope = C[1, 0] / C[0, 0]
            s1 = torch.sqrt(C[0, 0])
            s2 = torch.sqrt(C[1, 1])
            return torch.stack([torch.stack([1 / s1, 0 * s1]), torch.stack([-slope / s2, 1 / s2])])
         """,
        ),
        (
            WRONG,
            "variances, no root",
            """
            slope = C[1, 0] / C[0, 0]
            s1 = C[0, 0]
            s2 = C[1, 1] - slope * C[1, 0]
            return torch.stack([torch.stack([1 / s1, 0 * s1]), torch.stack([-slope / s2, 1 / s2])])
         """,
        ),
        (
            WRONG,
            "slope divided by C22",
            """
            slope = C[1, 0] / C[1, 1]
            s1 = torch.sqrt(C[0, 0])
            s2 = torch.sqrt(C[1, 1] - C[1, 0] ** 2 / C[0, 0])
            return torch.stack([torch.stack([1 / s1, 0 * s1]), torch.stack([-slope / s2, 1 / s2])])
         """,
        ),
        (
            WRONG,
            "the slope added",
            """
            slope = C[1, 0] / C[0, 0]
            s1 = torch.sqrt(C[0, 0])
            s2 = torch.sqrt(C[1, 1] - slope * C[1, 0])
            return torch.stack([torch.stack([1 / s1, 0 * s1]), torch.stack([slope / s2, 1 / s2])])
         """,
        ),
        (
            WRONG,
            "slope not divided by the width",
            """
            slope = C[1, 0] / C[0, 0]
            s1 = torch.sqrt(C[0, 0])
            s2 = torch.sqrt(C[1, 1] - slope * C[1, 0])
            return torch.stack([torch.stack([1 / s1, 0 * s1]), torch.stack([-slope, 1 / s2])])
         """,
        ),
        (
            WRONG,
            "conditional variance with a plus",
            """
            slope = C[1, 0] / C[0, 0]
            s1 = torch.sqrt(C[0, 0])
            s2 = torch.sqrt(C[1, 1] + slope * C[1, 0])
            return torch.stack([torch.stack([1 / s1, 0 * s1]), torch.stack([-slope / s2, 1 / s2])])
         """,
        ),
        (
            WRONG,
            "the correlation for the slope",
            """
            rho = C[1, 0] / torch.sqrt(C[0, 0] * C[1, 1])
            s1, s2 = torch.sqrt(C[0, 0]), torch.sqrt(C[1, 1] * (1 - rho**2))
            return torch.stack([torch.stack([1 / s1, 0 * s1]), torch.stack([-rho / s2, 1 / s2])])
         """,
        ),
        (
            WRONG,
            "the other coordinate first",
            """
            slope = C[0, 1] / C[1, 1]
            s2 = torch.sqrt(C[1, 1])
            s1 = torch.sqrt(C[0, 0] - slope * C[0, 1])
            return torch.stack([torch.stack([1 / s1, -slope / s1]), torch.stack([0 * s2, 1 / s2])])
         """,
        ),
        (
            RIGHT,
            "conditional mean and width",
            """
            slope = C[1, 0] / C[0, 0]
            s1 = torch.sqrt(C[0, 0])
            s2 = torch.sqrt(C[1, 1] - slope * C[1, 0])
            return torch.stack([torch.stack([1 / s1, 0 * s1]), torch.stack([-slope / s2, 1 / s2])])
         """,
        ),
        (
            RIGHT,
            "inverse of the Cholesky factor",
            "return torch.linalg.inv(torch.linalg.cholesky(C))",
        ),
        (
            RIGHT,
            "a triangular solve",
            "return torch.linalg.solve_triangular(torch.linalg.cholesky(C), torch.eye(2), upper=False)",
        ),
        (
            RIGHT,
            "with plain numbers",
            """
            (a, b), (_, d) = C.tolist()
            rest = math.sqrt(d - b * b / a)
            return torch.tensor([[a**-0.5, 0.0], [-b / a / rest, 1 / rest]])
         """,
        ),
        (
            RIGHT,
            "by the correlation",
            """
            s = C.diagonal().sqrt()
            rho = C[0, 1] / s[0] / s[1]
            k = (1 - rho**2).sqrt()
            L = torch.zeros(2, 2)
            L[0, 0], L[1, 0], L[1, 1] = 1 / s[0], -rho / s[0] / k, 1 / s[1] / k
            return L
         """,
        ),
    ),
}
