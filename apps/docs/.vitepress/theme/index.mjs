import DefaultTheme from 'vitepress/theme-without-fonts';
import { h } from 'vue';
import './style.css';

/** The way to the server that serves this site. With a target, the click is the browser's and not the router's. */
const toConsole = () => h('a', { class: 'to-console', href: '/admin/', target: '_self' }, 'Console');

export default {
  extends: DefaultTheme,
  Layout: () => h(DefaultTheme.Layout, null, { 'nav-bar-content-after': toConsole }),
};
