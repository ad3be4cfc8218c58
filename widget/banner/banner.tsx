/** @jsxRuntime classic */
/** @jsx h */
/** Draws the question. Comes in: what is so now. Goes out: clicks. Knows nothing of storage, events or the network. */

// biome-ignore lint/correctness/noUnusedImports: the tags below are calls of h
import { h, type VNode } from 'preact';
import type { WaitingEvent, WidgetHost } from '../../src/api.ts';
import type { Details } from './details.ts';
import { fill } from './fill.ts';
import { tellWaiting } from './tell-waiting.ts';

/** What the banner shows. */
export interface BannerState {
  readonly rows: readonly WaitingEvent[];
  /** What was decided; told instead of what waits. */
  readonly standing?: string | undefined;
  /** Set while the details are open. */
  readonly details?: Details | undefined;
  /** Said in the status region. */
  readonly said?: string;
}

/** What the visitor can do. */
export interface BannerActions {
  reject(event: Event): void;
  accept(event: Event): void;
  /** Opens or closes them. */
  details(): void;
  close(): void;
}

/** The question. Refusal comes first, both answers are the same element, and nothing is chosen beforehand. */
export function banner(host: WidgetHost, state: BannerState, on: BannerActions): VNode[] {
  const { texts, purposes, development, privacyUrl } = host;
  const { rows, standing, details, said } = state;
  const { widget } = texts;
  return [
    <div class="text" tabIndex={-1}>
      <p>{fill(widget.question, { controller: texts.controller })}</p>
      {details?.purposes() ??
        purposes.map((name) => (
          <p>
            <b>{texts.purposes[name]?.title}</b>
            {!purposes[1] && texts.purposes[name]?.text}
          </p>
        ))}
      <p>{standing ?? tellWaiting(texts, rows)}</p>
      {development && <p>{widget.development}</p>}
      <p>
        <button type="button" aria-expanded={!!details} onClick={on.details}>
          {details ? widget.hideDetails : widget.details}
        </button>
        <a href={privacyUrl}>{widget.privacyPage}</a>
      </p>
      {details?.waiting(rows)}
    </div>,
    <p role="status" tabIndex={-1}>
      {said}
    </p>,
    <div class="answers">
      <button type="button" onClick={on.reject}>
        {widget.reject}
      </button>
      <button type="button" onClick={on.accept}>
        {details?.accept ?? widget.accept}
      </button>
    </div>,
    <button type="button" class="close" aria-label={widget.close} onClick={on.close}>
      ✕
    </button>,
  ];
}
