/** What the operator does next, on each kind of machine. The one place of the server that teaches; zh-CN first. */
export function trustAdvice(caFile: string, hosts: readonly string[]): string {
  const [first = 'localhost'] = hosts
  return `证书已生成 Certificate made: ${hosts.join(', ')}
重新启动合署后即以 https 提供服务。Restart Heshu; it then speaks https by itself.

请在每台电脑和手机上信任这一个文件（一次即可） Trust this one file on every machine, once:
  ${caFile}

Windows（管理员命令提示符 as administrator）:
  certutil -addstore -f Root office-ca.crt
统信 UOS / 麒麟 Kylin / Debian / Ubuntu:
  sudo cp office-ca.crt /usr/local/share/ca-certificates/heshu-office-ca.crt && sudo update-ca-certificates
  （浏览器如有自己的证书库：设置 → 隐私和安全 → 管理证书 → 授权机构 → 导入
   A browser with a store of its own: Settings → Privacy → Manage certificates → Authorities → Import）
安卓 / 鸿蒙 Android / HarmonyOS:
  设置 → 安全 → 加密与凭据 → 安装证书 → CA 证书  (Settings → Security → Install a certificate → CA certificate)
iPhone / iPad:
  安装描述文件后：设置 → 通用 → 关于本机 → 证书信任设置，打开开关
  (install the profile, then Settings → General → About → Certificate Trust Settings)
然后打开 Then open: https://${first}:<端口 PORT>
私钥 office-ca.key 可为本单位签发任何证书，请勿外传。Keep office-ca.key to yourself: it can vouch for anything.`
}
