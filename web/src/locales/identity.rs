//! Words of getting in.

use crate::i18n::{Text, text};

pub const SIGN_IN: Text = text("登录", "Sign in");
pub const SIGN_IN_TITLE: Text = text("登录梭梭", "Sign in to Saxaul");
pub const SIGN_UP: Text = text("注册企业", "Sign up a company");
pub const SIGN_UP_TITLE: Text = text("为企业开通梭梭", "Set up Saxaul for your company");
pub const SIGN_UP_LEAD: Text = text(
    "从一份账单开始，到一本说得清的碳账。",
    "From a file of bills to an inventory that explains itself.",
);
pub const NO_ACCOUNT: Text = text("还没有账户？", "No account yet?");
pub const HAVE_ACCOUNT: Text = text("已有账户？", "Already have an account?");
pub const EMAIL: Text = text("邮箱", "Email");
pub const PASSWORD: Text = text("密码", "Password");
pub const NEW_PASSWORD: Text = text("新密码", "New password");
pub const PASSWORD_HINT: Text = text(
    "至少 8 个字符，越长越安全。",
    "At least 8 characters; longer is safer.",
);
pub const COMPANY: Text = text("企业名称", "Company");
pub const YOUR_NAME: Text = text("您的姓名", "Your name");
pub const FORGOT: Text = text("忘记密码？", "Forgot your password?");
pub const FORGOT_TITLE: Text = text("重设密码", "Reset your password");
pub const FORGOT_LEAD: Text = text(
    "输入邮箱，我们会发送重设链接。",
    "Enter your email and we will send you a link.",
);
pub const FORGOT_SEND: Text = text("发送链接", "Send the link");
pub const FORGOT_SENT: Text = text(
    "如果该邮箱有账户，重设链接已发出，请查收。",
    "If there is an account with this address, the link is on its way.",
);
pub const RESET_TITLE: Text = text("设置新密码", "Choose a new password");
pub const RESET_SUBMIT: Text = text("保存并登录", "Save and sign in");
pub const INVITATION_TITLE: Text = text("接受邀请", "Accept the invitation");
pub const INVITATION_LEAD: Text = text(
    "设置姓名和密码，即可加入企业。",
    "Choose a name and a password to join the company.",
);
pub const INVITATION_SUBMIT: Text = text("加入", "Join");
pub const BACK_TO_SIGN_IN: Text = text("返回登录", "Back to sign-in");
